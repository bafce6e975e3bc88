package org.fscensus.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Arrays;
import org.fscensus.app.security.TokenCommand;

/** Starts the service, or runs a command that needs none of it. */
@QuarkusMain
public final class Main {
    Main() {}

    /**
     * Starts what is asked for.
     *
     * @param arguments the name of a command and what it takes; or those of the service
     */
    public static void main(String... arguments) {
        if (arguments.length > 0 && arguments[0].equals(TokenCommand.NAME)) {
            System.exit(
                    TokenCommand.run(Arrays.asList(arguments).subList(1, arguments.length), System.out, System.err));
        }
        // Quarkus would answer a malformed URL without a word; ProblemRoute says what is wrong with it.
        System.setProperty("vertx.disableURIValidation", "true");
        ConnectionExtension.enable();
        Quarkus.run(arguments);
    }
}
