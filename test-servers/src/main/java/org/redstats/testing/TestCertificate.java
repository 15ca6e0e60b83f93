package org.redstats.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

import io.netty.pkitesting.X509Bundle;
import org.jspecify.annotations.Nullable;

/** What a server shows to its clients, with the key to it. */
public final class TestCertificate {

    /** Name of the file with the certificate of who issued it. */
    public static final String AUTHORITY = "authority.pem";
    /** Name of the file with the certificate. */
    public static final String CHAIN = "server.pem";
    /** Name of the file with its key. */
    public static final String KEY = "server.key";

    private final X509Bundle bundle;

    TestCertificate(X509Bundle bundle) {
        this.bundle = bundle;
    }

    /** The contents of its files by their names, as PEM. */
    Map<String, String> files() {
        return Map.of(AUTHORITY, bundle.getRootCertificatePEM(), CHAIN, bundle.getCertificatePEM(), KEY,
                bundle.getPrivateKeyPEM());
    }

    /** Writes the files that servers read, or replaces them. */
    public void writeTo(Path folder) {
        files().forEach((name, pem) -> {
            try {
                var file = Files.writeString(folder.resolve(name), pem);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** For a server of this JVM. */
    public SSLContext forServer() {
        try {
            return context(bundle.toKeyManagerFactory().getKeyManagers(), null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For a client that trusts whoever issued this one. */
    SSLContext forClients() {
        return context(null, new TrustManager[]{bundle.toTrustManager()});
    }

    private static SSLContext context(KeyManager @Nullable [] keys, TrustManager @Nullable [] trusted) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(keys, trusted, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
