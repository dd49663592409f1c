"""The only place that says when an act of somebody outside the commission may be recorded from paper (线下办理), and by whom.

The committee, the superior or a department may have no account for a step. Then the director of the handling office or the
standing committee's clerk records it with the signed scan. While there is an account it is refused, unless the secretary says why.
"""

from django.db.models import Q

from organizations.models import Post, Role
from workflow.authority import At, either_of, follow, posts_for, too_close, who
from workflow.guards import Obstacle

RULE = "系统规则"


def outside(record, declaration):
    """Authorities of a step that lie outside the commission: of the committee, the superior or a department."""
    ours = follow(record, record.owner)
    found = []
    for authority in declaration.by:
        house = follow(record, authority.path) if isinstance(authority, At) else None
        if house is not None and ours is not None and house.pk != ours.pk and list(authority.holders(record)):
            found.append(authority)
    return found


def posts_to_record(record, declaration, actor):
    """Posts of the actor in which he may record such a step from paper; none where it is the commission's own."""
    if not outside(record, declaration):
        return []
    return posts_for([At(record.owner, (Role.OFFICE_DIRECTOR, Role.STANDING_CLERK))], record, actor)


def accounts(record, declaration, today):
    """Words of those outside who could take the step themselves today."""
    held = Q(pk__in=[])
    for authority in outside(record, declaration):
        for holder in authority.holders(record):
            held |= Q(organisation=holder.organisation_id, role=holder.role)
    posts = Post.objects.in_force(today).filter(held).select_related("organisation", "office")
    return list(dict.fromkeys(post.words for post in posts.order_by("pk")))


def obstacles(record, declaration, actor, paper):
    """What bars the recording: too near to the matter, an account that could act, something unnamed."""
    found = [
        Obstacle(f"{either_of(actor)}是本件的{label}，不得代录线下办理", RULE, "承办室其他主任、常委会秘书")
        for label in too_close(record.root.apart_on_paper, record.root, actor)
    ]
    could = accounts(record, declaration, actor.today)
    if could and not (actor.post.role == Role.SECRETARY and paper.why.strip()):
        found.append(
            Obstacle(f"{'、'.join(could)}有账号，应当由其本人办理", RULE, "本人办理，或者由书记写明原因后代录")
        )
    missing = [label for value, label in (
        (paper.decider.strip(), "决定人"), (paper.number.strip(), "文号"), (paper.scan, "签字扫描件")) if not value]  # fmt: skip
    if missing:
        found.append(
            Obstacle(f"线下办理还应当写明：{'、'.join(missing)}", RULE, "、".join(who(declaration.by, record)))
        )
    return found
