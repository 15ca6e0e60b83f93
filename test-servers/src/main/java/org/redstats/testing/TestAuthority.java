package org.redstats.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;

/** Issues certificates to the servers of a test; nobody else knows it. */
public final class TestAuthority {

    private final X509Bundle root;

    private TestAuthority(X509Bundle root) {
        this.root = root;
    }

    /** @param name by which it is told from others in the messages of those who do not trust it */
    public static TestAuthority named(String name) {
        try {
            return new TestAuthority(new CertificateBuilder().ecp256().subject("CN=" + name)
                    .setIsCertificateAuthority(true).buildSelfSigned());
        } catch (Exception e) { // whatever a provider throws
            throw new IllegalStateException("No certificate can be made here", e);
        }
    }

    /** Makes a certificate for servers under this host name. */
    public TestCertificate issue(String host) {
        try {
            var server = new CertificateBuilder().ecp256().subject("CN=" + host).addExtendedKeyUsageServerAuth();
            if (host.matches("[0-9.]+")) {
                server.addSanIpAddress(host);
            } else {
                server.addSanDnsName(host);
            }
            return new TestCertificate(server.buildIssuedBy(root));
        } catch (Exception e) { // whatever a provider throws
            throw new IllegalStateException("No certificate can be made for " + host, e);
        }
    }

    /** Writes the certificate that clients have to trust, as PEM. */
    public void writeTo(Path file) {
        try {
            Files.writeString(file, root.getCertificatePEM());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
