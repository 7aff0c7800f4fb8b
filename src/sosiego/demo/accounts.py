"""Log-ins of the simulated country. Their passwords are printed: they open nothing but a simulation."""

from __future__ import annotations

from dataclasses import dataclass

from sosiego.web.members import add_user


@dataclass(frozen=True)
class Account:
    name: str
    password: str
    role: str
    organisation: str


ACCOUNTS: tuple[Account, ...] = (
    Account("official", "simulated-official", "official", "regulator"),
    Account("supervisor", "simulated-supervisor", "supervisor", "regulator"),
    Account("auditor", "simulated-auditor", "auditor", "regulator"),
    Account("administrator", "simulated-administrator", "administrator", "regulator"),
    Account("brisa", "simulated-brisa", "agent", "brisa"),
    Account("marea", "simulated-marea", "agent", "marea"),
)


def open_accounts() -> None:
    """Make the log-ins; the registry must be in place."""
    for account in ACCOUNTS:
        add_user(
            account.name,
            role=account.role,
            organisation=account.organisation,
            password=account.password,
            check=False,
        )
