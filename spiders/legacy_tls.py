"""https with hosts whose TLS is old: weaker protocols, ciphers and keys will do, the certificate is verified all the same."""

from typing import cast

from OpenSSL import SSL
from scrapy.core.downloader.contextfactory import _get_creator_context  # Scrapy's own way to it: Twisted has no public one
from scrapy.crawler import Crawler
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.internet.ssl import TLSVersion, optionsForClientTLS
from twisted.web.client import BrowserLikePolicyForHTTPS
from twisted.web.iweb import IPolicyForHTTPS

from spiders.pacing import PacedHandler

# no aNULL: an anonymous cipher has no certificate that could be verified, and level 0 alone would allow it
_CIPHERS = b"ALL:!aNULL:!eNULL:@SECLEVEL=0"
_LEGACY_SERVER_CONNECT = 0x4  # OpenSSL's SSL_OP_LEGACY_SERVER_CONNECT, which pyOpenSSL does not name


class LegacyTlsHandler(PacedHandler):
    """Our own https, with `LegacyTlsPolicy` for every connection."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        # a private name of Scrapy's: the public setting for it, DOWNLOADER_CLIENTCONTEXTFACTORY, is deprecated
        self._contextFactory = cast("IPolicyForHTTPS", LegacyTlsPolicy())  # type: ignore[no-untyped-call]  # Twisted's __init__


class LegacyTlsPolicy(BrowserLikePolicyForHTTPS):
    """Verifies chain and host name as Twisted does, and asks less of the rest.

    Servers that renegotiate the old way; keys, signatures and ciphers below OpenSSL's default security level; TLS 1.0
    and 1.1 where the linked OpenSSL has them: one built without them offers TLS 1.2 all the same.
    """

    def creatorForNetloc(self, hostname: bytes, port: int) -> IOpenSSLClientConnectionCreator:  # noqa: ARG002, N802  # IPolicyForHTTPS's
        options = {"insecurelyLowerMinimumTo": TLSVersion.TLSv1_0}
        creator = optionsForClientTLS(hostname.decode("ascii"), extraCertificateOptions=options)
        context = _get_creator_context(creator)
        context.set_options(_LEGACY_SERVER_CONNECT)
        context.set_min_proto_version(SSL.TLS1_VERSION)  # what Twisted lowers stands below the minimum of an openssl.cnf
        context.set_cipher_list(_CIPHERS)  # as it is: Twisted's option resolves the names and drops the level
        return creator
