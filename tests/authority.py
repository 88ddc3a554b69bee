"""A certificate authority made when a test wants one, so that no key lies among the sources."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

TODAY = datetime.now(UTC)
TOMORROW = TODAY + timedelta(days=1)


class Authority:
    """A certificate authority of the test's own, with the files of the certificates that it gave."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = generate_private_key(65537, 2048)
        self.bundle = folder / "authority.pem"
        self.bundle.write_bytes(_signed("Authority", self.key, "Authority", self.key, is_authority=True).public_bytes(Encoding.PEM))

    def certificate(
        self, name: str, *, by: str = "Authority", host: str = "127.0.0.1", until: datetime = TOMORROW, is_weak: bool = True
    ) -> Path:
        """Return a file with a certificate and its key, weak for today's TLS or not; `by` is another name where it signs itself."""
        key = generate_private_key(65537, 1024) if is_weak else self.key  # noqa: S505  # what today's TLS refuses
        given = _signed(name, key, by, self.key if by == "Authority" else key, host=host, until=until)
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        path = self.folder / f"{name}.pem"
        path.write_bytes(given.public_bytes(Encoding.PEM) + secret)
        return path


def context(certificate: Path, ciphers: str = "ALL", newest: ssl.TLSVersion = ssl.TLSVersion.MAXIMUM_SUPPORTED) -> ssl.SSLContext:
    """Return what a server speaks that takes any key and any protocol up to the newest that it has heard of."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.set_ciphers(f"{ciphers}:@SECLEVEL=0")
    made.load_cert_chain(certificate)
    made.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    made.maximum_version = newest
    return made


def _signed(
    name: str,
    key: RSAPrivateKey,
    by: str,
    authority: RSAPrivateKey,
    *,
    host: str = "127.0.0.1",
    until: datetime = TOMORROW,
    is_authority: bool = False,
) -> x509.Certificate:
    subject, issuer = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, word)]) for word in (name, by))
    builder = x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number(), TODAY - timedelta(days=9), until)
    builder = builder.add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address(host))]), critical=False)
    return builder.sign(authority, SHA256())
