"""A person at a browser: fills in one page after the other, as residents do."""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.test import Client


@dataclass
class Walker:
    """Somebody who uses a service. ``at`` is the address of the page they see, ``page`` its HTML."""

    client: Client = field(default_factory=Client)
    at: str = ""
    page: str = ""

    def opens(self, url: str) -> "Walker":
        """Go to a page, and on to wherever it leads."""
        answer = self.client.get(url, follow=True)
        self.at = answer.redirect_chain[-1][0] if answer.redirect_chain else url
        self.page = unescape(answer.content.decode())
        assert answer.status_code in {200, 422}, (self.at, answer.status_code, self.headline)
        by_itself = re.search(r'<form method="post" action="([^"]+)" data-module="send">', self.page)
        return self.opens(self.client.post(by_itself[1]).headers["Location"]) if by_itself else self

    def answers(self, **typed: Any) -> "Walker":
        """Fill in the page that is open and press its button."""
        key = re.search(r'name="key" value="([^"]+)"', self.page)
        form = re.search(r'<form method="post" action="([^"]+)" novalidate', self.page)
        to = form[1] if form else self.at
        answer = self.client.post(to, {"key": key[1] if key else "", **typed})
        if answer.status_code == 302:
            self.at = answer.headers["Location"]
            return self if self.at.startswith("http") else self.opens(self.at)
        self.page = unescape(answer.content.decode())
        leads_on = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', self.page)
        self.at = leads_on[1] if leads_on else self.at
        return self

    def sees(self, *words: str) -> "Walker":
        """The page says all of this."""
        for said in words:
            assert said in self.page, f"“{said}” is not on {self.at}: {self.headline}"
        return self

    @property
    def headline(self) -> str:
        """What the page is headed."""
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.page, re.DOTALL)
        return re.sub(r"<[^>]+>|\s+", " ", found[1]).strip() if found else ""

    def chooses_first(self, name: str) -> str:
        """The value of the first radio button called ``name``."""
        inputs = re.findall(r"<input[^>]*>", self.page)
        values = [
            re.search(r'value="([^"]+)"', tag) for tag in inputs if f'name="{name}"' in tag and "radio" in tag
        ]
        return next(value[1] for value in values if value)
