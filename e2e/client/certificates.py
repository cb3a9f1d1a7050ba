"""Certificates for servers on this machine."""

from __future__ import annotations

import subprocess
from pathlib import Path


def certificate(directory: Path, name: str, *options: str) -> Path:
    """A certificate of this machine; its key lies beside it."""
    path = directory / f"{name}.pem"
    subject = ["-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"]
    files = ["-keyout", str(path.with_suffix(".key")), "-out", str(path), "-days", "2"]
    made = ["openssl", "req", *options, "-newkey", "rsa:2048", "-nodes", *subject, *files]
    subprocess.run(made, check=True, capture_output=True, timeout=60)
    return path


def signed(directory: Path, name: str, authority: Path) -> Path:
    """A certificate that an authority signed, which is one by `certificate(…, "-x509")`."""
    by = ["-CA", str(authority), "-CAkey", str(authority.with_suffix(".key"))]
    return certificate(directory, name, "-x509", *by, "-addext", "basicConstraints=critical,CA:FALSE")
