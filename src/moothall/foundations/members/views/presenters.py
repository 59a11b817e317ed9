"""Members, invitations, roles and programs as what pages show of them."""

from collections.abc import Iterable, Sequence
from functools import partial

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from moothall.design import cells, drawing, words
from moothall.design.pages import RowAction, section, summary
from moothall.foundations.members import queries
from moothall.foundations.members.forms import permission_words, role_words
from moothall.foundations.members.rules import InvitationStatus
from moothall.kernel import scopes
from moothall.kernel.act import Act
from moothall.kernel.queries.programs import ProgramShown
from moothall.kernel.queries.roles import Given, RoleShown
from moothall.kernel.registry import Entry

STANDINGS = {
    InvitationStatus.WAITING: (gettext_lazy("Waiting"), "info"),
    InvitationStatus.OVER: (gettext_lazy("Ran out"), "careful"),
    InvitationStatus.WITHDRAWN: (gettext_lazy("Withdrawn"), ""),
}


def name_of(member: queries.Member) -> Markup:
    """Somebody's name, which leads to what they may do."""
    return cells.link(member.name, reverse("members:member", args=[member.id]))


def ending(act: Act, member: queries.Member) -> Sequence[RowAction]:
    """Ending a membership; nobody ends their own."""
    if member.person == act.person:
        return ()
    return (RowAction(_("End"), reverse("members:end", args=[member.id]), member.name),)


def standing_of(invited: queries.Invited) -> Markup:
    """How an invitation stands."""
    text, tone = STANDINGS[invited.standing]
    return cells.tag(text, tone)


def with_invitation(act: Act, invited: queries.Invited) -> Sequence[RowAction]:
    """Sending an invitation again, and taking it back, while it may still be accepted."""
    if invited.standing is InvitationStatus.WITHDRAWN:
        return ()
    post = partial(RowAction, about=invited.name, posts=True)
    again = post(_("Send again"), reverse("members:send_again", args=[invited.id]))
    withdraw = post(_("Withdraw"), reverse("members:withdraw", args=[invited.id]))
    return (again, withdraw) if invited.may_send_again else (withdraw,)


def with_role(act: Act, role: RoleShown) -> Sequence[RowAction]:
    """Changing and ending a role of the organisation's own."""
    if not role.is_own or not act.may("roles.give"):
        return ()
    return (
        RowAction(_("Change"), reverse("members:role_change", args=[role.id]), role.title),
        RowAction(_("End"), reverse("members:role_end", args=[role.id]), role.title, posts=True),
    )


def lets(role: RoleShown) -> Markup:
    """What a role lets people do."""
    return cells.bullets(permission_words(role.permissions))


def given_rows(member: queries.Member, token: SafeString) -> list[list[object]]:
    """The roles that somebody has, each with what ends it."""
    return [
        [role_words(one), words.plain_date(one.since_at.date()), _ending_role(member, one, token)]
        for one in member.roles
    ]


def _ending_role(member: queries.Member, given: Given, token: SafeString) -> Markup:
    href = reverse("members:role_take", args=[member.id, given.id])
    return drawing.part("act_link", _("End"), href, token, (), role_words(given))


def program_name(program: ProgramShown) -> Markup:
    """What a program is called, which leads to what it may do."""
    ended = cells.tag(_("Ended"), "careful") if program.has_ended else ""
    return cells.words(cells.link(program.title, reverse("members:program", args=[program.id])), ended)


def last_used(program: ProgramShown) -> str:
    """When a program was last used."""
    return words.moment(program.last_used_at) if program.last_used_at else _("Never")


def ends(program: ProgramShown) -> str:
    """Until when a program may act."""
    return words.moment(program.ends_at) if program.ends_at else _("When you shut it out")


def scopes_in_words(wanted: Iterable[str]) -> str:
    """Scopes in words, for one line."""
    known = scopes.useful()
    return ", ".join(known.get(scope, scope) for scope in wanted)


def program_panels(program: ProgramShown) -> list[Markup]:
    """What is known of a program, and everything it can call."""
    made = [words.moment(program.made_at), program.made_by]
    known = summary(
        [
            (_("Key"), f"{program.prefix}…"),
            (_("Id, for OAuth"), str(program.id)),
            (_("Made"), " · ".join(one for one in made if one)),
            (_("Key changed"), words.moment(program.rotated_at) if program.rotated_at else _("Never")),
            (_("Last used"), last_used(program)),
            (_("Ends"), ends(program)),
            (_("Calls a minute"), words.thousands(program.calls_a_minute)),
        ]
    )
    opened = [_scope(scope) for scope in program.scopes]
    others = drawing.part("folded", _("And what every program may"), _calls(scopes.opened_to_all()))
    return [known, section(_("What it may do"), *opened, others)]


def _scope(scope: str) -> Markup:
    told = cells.words(_("Scope"), Markup("<code>{}</code>").format(scope))
    return Markup('<h3>{}</h3><p class="moot-note">{}</p>{}').format(
        scopes_in_words([scope]), told, _calls(scopes.opened(scope))
    )


def _calls(entries: Iterable[Entry]) -> Markup:
    """What can be called, with its words, which are English for programmers."""
    items = Markup("").join(
        Markup('<li>{}<br><code class="moot-break">{}</code></li>').format(one.words.split("\n")[0], one.name)
        for one in entries
    )
    return Markup('<ul class="govuk-list govuk-list--bullet" lang="en">{}</ul>').format(items)


def in_hand(held: Sequence[str]) -> Markup:
    """What somebody who goes has in hand."""
    if not held:
        return Markup("<p>{}</p>").format(_("They have nothing in hand."))
    told = Markup('<ul class="govuk-list govuk-list--bullet">{}</ul><p>{}</p>').format(
        Markup("").join(Markup("<li>{}</li>").format(one) for one in held),
        _("Nobody else gets it by itself: give it on first."),
    )
    return section(_("They have in hand"), told)
