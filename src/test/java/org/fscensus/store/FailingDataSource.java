package org.fscensus.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A data source whose connections fail when told to. One thread. */
final class FailingDataSource {
    /** How a transaction fails. */
    enum Failure {
        OF_COMMIT_AND_ROLLBACK,
        OUT_OF_MEMORY,
        OF_A_DONE_COMMIT,
        AFTER_COMMIT,
        OF_CLOSE
    }

    private final DataSource real;
    private @Nullable Failure failure;
    private int transactions;

    FailingDataSource(DataSource real) {
        this.real = real;
    }

    DataSource source() {
        return proxy(DataSource.class, (method, arguments) -> connection());
    }

    /** Lets the next so many transactions fail. */
    void fail(Failure how, int many) {
        failure = how;
        transactions = many;
    }

    private Connection connection() throws SQLException {
        Connection connection = real.getConnection();
        Failure how = transactions-- > 0 ? failure : null;
        if (how == null) {
            return connection;
        }
        return proxy(Connection.class, (method, arguments) -> {
            boolean commits = method.equals("commit");
            if (how == Failure.OUT_OF_MEMORY && commits) {
                throw new OutOfMemoryError("Java heap space");
            }
            if (how == Failure.OF_COMMIT_AND_ROLLBACK && (commits || method.equals("rollback"))) {
                throw new SQLException(method + " failed");
            }
            Object result = invoke(connection, method, arguments);
            boolean autoCommit = method.equals("setAutoCommit") && Boolean.TRUE.equals(arguments[0]);
            if ((how == Failure.OF_A_DONE_COMMIT && commits)
                    || (how == Failure.AFTER_COMMIT && autoCommit)
                    || (how == Failure.OF_CLOSE && method.equals("close"))) {
                throw new SQLException(method + " failed late");
            }
            return result;
        });
    }

    private static @Nullable Object invoke(Connection connection, String method, @Nullable Object[] arguments)
            throws Throwable {
        try {
            return switch (method) {
                case "setAutoCommit", "prepareStatement" ->
                    Connection.class
                            .getMethod(method, method.equals("setAutoCommit") ? boolean.class : String.class)
                            .invoke(connection, arguments);
                default -> Connection.class.getMethod(method).invoke(connection);
            };
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private interface Call {
        @Nullable Object on(String method, @Nullable Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) ->
                        call.on(method.getName(), arguments == null ? new Object[0] : arguments)));
    }
}
