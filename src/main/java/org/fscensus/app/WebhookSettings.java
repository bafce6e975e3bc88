package org.fscensus.app;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Who is told of ended jobs, and how.
 *
 * @param receivers where to, at least one
 * @param signature that deliveries bear
 * @param attempts for each delivery, at most
 * @param timeout of one attempt, until the head of its answer
 * @param backOff before the second attempt; four times as long before each further one
 */
record WebhookSettings(
        List<URI> receivers, WebhookSignature signature, int attempts, Duration timeout, Duration backOff) {
    private static final String KEY = "fscensus.webhooks.";
    private static final String ENCODED = "whsec_";
    private static final int LEAST_SECRET_BYTES = 16;
    private static final int MOST_RECEIVERS = 16;

    /**
     * As configured; empty where nobody is told.
     *
     * @throws StartException if a value cannot be used, naming the key
     */
    static Optional<WebhookSettings> of(CensusConfig.Webhooks config) {
        List<URI> receivers = config.urls().orElse(List.of());
        if (receivers.size() > MOST_RECEIVERS) {
            throw new StartException(KEY + "urls: at most " + MOST_RECEIVERS + ", not " + receivers.size());
        }
        receivers.forEach(WebhookSettings::check);
        checkPositive("timeout", config.timeout());
        checkPositive("back-off", config.backOff());
        if (receivers.isEmpty()) {
            return Optional.empty();
        }
        WebhookSignature signature = new WebhookSignature(secret(config));
        return Optional.of(new WebhookSettings(
                List.copyOf(receivers), signature, config.attempts(), config.timeout(), config.backOff()));
    }

    /** How receivers are named in logs and metrics: the path may hold a secret. */
    static String name(URI receiver) {
        return receiver.getPort() < 0 ? receiver.getHost() : receiver.getHost() + ":" + receiver.getPort();
    }

    private static void check(URI url) {
        boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!http || url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
            // Without the value, which may hold a password.
            throw new StartException(KEY + "urls: one of them is no http or https address with a host, without a user"
                    + " and without a fragment");
        }
    }

    private static void checkPositive(String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new StartException(KEY + key + ": must be more than 0, not " + value);
        }
    }

    private static byte[] secret(CensusConfig.Webhooks config) {
        if (config.secret().isPresent() == config.secretFile().isPresent()) {
            throw new StartException(
                    KEY + "secret-file: " + KEY + "urls wants exactly one of " + KEY + "secret-file and "
                            + KEY + "secret, so that receivers can tell this service from others; make one with:"
                            + " openssl rand -base64 32 | sed 's/^/" + ENCODED + "/'");
        }
        byte[] secret = decode(config.secretFile()
                .map(WebhookSettings::read)
                .or(config::secret)
                .orElseThrow());
        if (secret.length < LEAST_SECRET_BYTES) {
            throw new StartException(KEY + "secret: must have at least " + LEAST_SECRET_BYTES + " bytes, not "
                    + secret.length + "; make one with: openssl rand -base64 32 | sed 's/^/" + ENCODED + "/'");
        }
        return secret;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new StartException(KEY + "secret-file: " + file + " cannot be read: " + e, e);
        }
    }

    private static byte[] decode(String secret) {
        if (!secret.startsWith(ENCODED)) {
            return secret.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(secret.substring(ENCODED.length()));
        } catch (IllegalArgumentException e) {
            throw new StartException(KEY + "secret: what follows " + ENCODED + " is no Base64", e);
        }
    }
}
