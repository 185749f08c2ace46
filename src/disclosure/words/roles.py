"""What tables are called by their role, and checks by their family (``data/reference/names.yml``)."""

from __future__ import annotations

from disclosure.words.messages import Message
from disclosure.words.names import Text
from disclosure.words.reference import reference_settings


def role_name(role: str) -> Message:
    """What the tables of a role are called; the role itself where it has no name."""
    return Message(reference_settings("names.yml")["roles"].get(role, {"message": role})["message"])


def role_names() -> dict[str, Message]:
    """What the tables of every role are called."""
    return {role: role_name(role) for role in reference_settings("names.yml")["roles"]}


def family_names() -> dict[str, Message]:
    """The families of the audit's checks by their key, in the order they are told."""
    return {key: Message(said["message"]) for key, said in reference_settings("names.yml")["families"].items()}


def both(message: Message) -> Text:
    """A message in the two languages that clean data has columns for."""
    return Text(message.said("zh"), message.said("en"))
