"""An SMTP server that keeps what it accepts and misbehaves on demand (aiosmtpd).

    smtp_server.py FOLDER [--tls none|starttls|implicit --cert PEM --key PEM] [--auth USER:PASSWORD]

Prints its port. Each message kept becomes FOLDER/NNNNNN.mail: one line of JSON (the envelope), then the
bytes as received. FOLDER/log has one line for each command. FOLDER/mode is read before every answer: lines
of `PATTERN MODE`, the first whose PATTERN stands in the recipient's address counts, `*` stands in all.

Modes: normal, and
    defer_rcpt reject_rcpt           450 / 550 to RCPT
    defer_data reject_data           451 / 554 to DATA
    defer_message reject_message     451 / 554 after the message
    greylist                         450 to the first RCPT of each sender and recipient
    drop_lost drop_kept              cut the connection instead of the answer after the message,
                                     having thrown the message away / kept it
    drop_after                       keep, answer 250, cut
    hang_lost hang_kept              never answer after the message
    silent                           never greet
"""

import argparse
import asyncio
import json
import logging
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

RCPT = {"defer_rcpt": "450 4.2.0 Try again later", "reject_rcpt": "550 5.1.1 No such mailbox"}
DATA = {"defer_data": "451 4.3.0 Try again later", "reject_data": "554 5.7.1 Not from you"}
MESSAGE = {"defer_message": "451 4.3.0 Try again later", "reject_message": "554 5.7.1 Looks like spam"}


class Store:
    def __init__(self, folder):
        self.folder = folder
        self.count = 0
        self.greylisted = set()

    def mode(self, recipients):
        with open(os.path.join(self.folder, "mode"), encoding="utf-8") as lines:
            rules = [line.split() for line in lines if line.strip()]
        for pattern, mode in rules:
            if pattern == "*" or any(pattern in address for address in recipients):
                return mode
        return "normal"

    def log(self, line):
        with open(os.path.join(self.folder, "log"), "a", encoding="utf-8") as log:
            log.write(line + "\n")

    def keep(self, server, session, envelope):
        self.count += 1
        path = os.path.join(self.folder, f"{self.count:06}.mail")
        head = {
            "mail_from": envelope.mail_from,
            "rcpt": envelope.rcpt_tos,
            "tls": server.transport.get_extra_info("sslcontext") is not None,
            "user": session.auth_data,
        }
        with open(path + ".part", "wb") as file:
            file.write(json.dumps(head).encode() + b"\n" + envelope.original_content)
        os.rename(path + ".part", path)


class Handler:
    """The answers to RCPT and to the message."""

    def __init__(self, store):
        self.store = store

    async def handle_RCPT(self, server, session, envelope, address, options):
        mode = self.store.mode([address])
        pair = (envelope.mail_from, address)
        if mode == "greylist" and pair not in self.store.greylisted:
            self.store.greylisted.add(pair)
            return "450 4.2.0 Greylisted, come back later"
        if mode in RCPT:
            return RCPT[mode]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        mode = self.store.mode(envelope.rcpt_tos)
        if mode in MESSAGE:
            return MESSAGE[mode]
        if mode not in ("drop_lost", "hang_lost"):
            self.store.keep(server, session, envelope)
        if mode.startswith("hang"):
            await asyncio.sleep(3600)
        if mode == "drop_after":
            await server.push("250 2.0.0 Kept")
        if mode.startswith("drop"):
            server.transport.close()
            raise asyncio.CancelledError
        return "250 2.0.0 Kept"


class Server(SMTP):
    """The protocol, with a log of commands and the refusals aiosmtpd has no hook for."""

    def __init__(self, store, **options):
        self.store = store
        super().__init__(Handler(store), enable_SMTPUTF8=True, ident="smtp.test", **options)

    def connection_made(self, transport):
        self.store.log("CONNECT")
        super().connection_made(transport)

    async def push(self, status):
        line = status.decode() if isinstance(status, bytes) else status
        if line.startswith("220 ") and self.session.host_name is None and self.store.mode([""]) == "silent":
            await asyncio.sleep(3600)
        await super().push(status)

    async def smtp_EHLO(self, hostname):
        self.store.log(f"EHLO {hostname}")
        await super().smtp_EHLO(hostname)

    async def smtp_STARTTLS(self, arg):
        self.store.log("STARTTLS")
        await super().smtp_STARTTLS(arg)

    async def smtp_AUTH(self, arg):
        self.store.log(f"AUTH {arg.split()[0]}")
        await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg):
        self.store.log(f"MAIL {arg}")
        await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg):
        self.store.log(f"RCPT {arg}")
        await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg):
        self.store.log("DATA")
        refusal = DATA.get(self.store.mode(self.envelope.rcpt_tos))
        if refusal and self.envelope.rcpt_tos:
            await self.push(refusal)
        else:
            await super().smtp_DATA(arg)


def authenticator(expected):
    def check(server, session, envelope, mechanism, data):
        given = f"{data.login.decode()}:{data.password.decode()}"
        return AuthResult(success=given == expected, handled=False, auth_data=data.login.decode())

    return check


async def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder")
    arguments.add_argument("--tls", choices=["none", "starttls", "implicit"], default="none")
    arguments.add_argument("--cert")
    arguments.add_argument("--key")
    arguments.add_argument("--auth")
    given = arguments.parse_args()
    logging.disable()

    store = Store(given.folder)
    options = {}
    context = None
    if given.tls != "none":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(given.cert, given.key)
    if given.tls == "starttls":
        options.update(tls_context=context, require_starttls=True)
    if given.auth:
        options.update(
            authenticator=authenticator(given.auth), auth_required=True, auth_require_tls=False
        )
    server = await asyncio.get_running_loop().create_server(
        lambda: Server(store, **options),
        "127.0.0.1",
        0,
        ssl=context if given.tls == "implicit" else None,
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
