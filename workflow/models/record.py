"""The abstract record: what every row moved by steps has in common."""

import uuid
from functools import cache

from django.db import models
from django.db.models import OuterRef, Q
from django.urls import reverse
from django_fsm import FSMField

from workflow.access import VisibleQuerySet, is_listed, texts_open_to
from workflow.authority import follow
from workflow.models.attachment import Attachment
from workflow.models.dossier import Classification, Dossier
from workflow.row_by_row import there_is

NEW = ""


def known_states(name, states):
    """The check constraint that a record rests in a declared state, whoever wrote it."""
    return models.CheckConstraint(name=name, condition=models.Q(state__in=[state.value for state in states]))


@cache
def labels_of(states):
    return dict(states.choices)


@cache
def _authorities(model):
    """{authority: [states]} of every step that somebody takes, as against those that others carry."""
    found = {}
    for member in vars(model).values():
        machine = getattr(member, "_django_fsm", None)
        for taken in machine.transitions.values() if machine else ():
            declaration = taken.custom["declaration"]
            for authority in declaration.by:
                if declaration.source != NEW:
                    found.setdefault(authority, []).append(declaration.source)
    return found


class StateField(FSMField):
    """A record's state, moved by its steps alone. To migrations it is a plain column: there each model's field would listen to every
    model that is made after it, and they make some fifteen thousand."""

    def deconstruct(self):
        name, _, arguments, options = super().deconstruct()
        options.pop("protected", None)
        return name, "django.db.models.CharField", arguments, options


class Record(models.Model):
    """A row that is born, moved and edited only through ``workflow.door``.

    A subclass declares its steps, and these tables:

    ``clocks``    name → ``workflow.clocks.Period``
    ``rhythms``   name → ``workflow.months.Rhythm`` of what recurs
    ``holds``     name → ``workflow.holds.Bar``
    ``named``     role → field that names its holder: a person, or an office for its director
    ``editable``  state → list of (authority, field names)
    ``within``    relations that are read together with the record when it is locked
    ``offered_while`` parent relation → states of the parent in which its page offers to begin such a record
    ``page_fields`` names of the fields that a plain page of the record shows, and above its form the page of each of its steps, so that
                  nobody acts on what he has not read
    ``awaits``    state → list of ``workflow.steps.Awaited``: work that is no step of the record itself
    ``numbered_by`` names of the steps at which the record takes its number in its ``series``
    ``numbered_for`` path of the organisation in whose series it counts, its owner where empty
    ``changes_access`` whether its steps change whose business the dossier is, who stands on its access list, or who stands back
    ``opens_houses`` whether such a root lets an inspection body read what departments see (``readings``)
    ``gives_posts`` whether its steps, other than its birth, give a post or end one (``seat``)
    ``opens_access`` whether such a record lets somebody know of a work secret, so that whoever begins it need not read it
    ``entries``   steps that enter what was done elsewhere: a leader's desk shows them after what he decides
    ``duties``    step → which of a department's duties (``workflow.desk.DUTIES``) it is, where it is not to work and report
    ``serves``    what a row is needed for that goes on where a hold bars every step; a property where rows differ
    ``apart_on_paper`` fields of a root that name persons who never record an act on it from paper
    ``circles``   of a root record: ``workflow.models.Circle`` → the authority that a rung of the ladder means by it
    ``list_page`` of a root record: the name of the page that lists such records
    ``searched``  names of the texts, and of the relations to persons and organisations, that a search may look into
    ``hangs_on_clock`` whether such a record is about one ``clock``: begun and shown beside it, not listed by itself
    ``leading``   state → name of the clock that such a record's pages and the desk show first, where others run as well
    ``answers``   steps that answer whoever sees no more of the record than its header and state → whether its words are for him
    """

    clocks = {}
    rhythms = {}
    holds = {}
    named = {}
    editable = {}
    within = ()
    owner = "commission"
    is_root = False
    changes_access = opens_access = opens_houses = gives_posts = False
    numbered_by = ()
    numbered_for = ""
    circles = {}
    list_page = ""
    hangs_on_clock = False
    answers = {}
    leading = {}
    offered_while = {}
    page_fields = ()
    apart_on_paper = ()
    serves = ""
    duties = {}
    entries = ()
    searched = ()
    awaits = {}

    public_id = models.UUIDField("公开标识", default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="%(class)s_rows", editable=False)
    version = models.PositiveIntegerField("版本", default=0, editable=False)
    state = StateField("状态", max_length=24, default=NEW, protected=True, editable=False)
    moved_at = models.DateTimeField("进入现状态的时间", null=True, editable=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        abstract = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.chosen = {}  # what was chosen for many-to-many relations while there is no row yet

    @classmethod
    def seen_by(cls, actor):
        """The record's own rule beside its dossier's visibility, as a ``Q``; a root record adds none."""
        return Q()

    @classmethod
    def with_any(cls, **related):
        """A ``Q`` of the rows of whose several related rows at least one is as named, each row once and asked by itself."""
        parts = {tuple(name.split("__", 1)): value for name, value in related.items()}
        relation = cls._meta.get_field(next(iter(parts))[0])
        if not relation.one_to_many or len({first for first, _ in parts}) > 1:
            return there_is(cls._base_manager.filter(pk=OuterRef("pk"), **related))
        # asked of the other table alone, without a second look at this one
        said = {rest: value for (_, rest), value in parts.items()}
        return there_is(relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")}, **said))

    def refresh_from_db(self, using=None, fields=None, from_queryset=None):
        """Read the row again. django-fsm's own version leaves a protected state stale or unprotected, so fetch and copy."""
        fresh = (from_queryset or type(self)._base_manager.using(using or self._state.db)).get(pk=self.pk)
        for field in self._meta.concrete_fields:
            if fields is None or field.name in fields or field.attname in fields:
                self.__dict__[field.attname] = fresh.__dict__[field.attname]
                if field.is_relation and field.is_cached(self):
                    field.delete_cached_value(self)
        if fields is None:
            self._prefetched_objects_cache = {}

    @property
    def file_digests(self):
        """The digests of the record's files, for whatever a signature or a receipt binds."""
        kept = Attachment.objects.filter(subject_id=self.public_id, withdrawn_at__isnull=True).order_by("pk")
        return list(kept.values_list("digest", flat=True))

    @classmethod
    def within_reach_of(cls, actor):
        """A ``Q`` of the rows on which the actor may take some step in their present state."""
        reached = Q(pk__in=[])
        for authority, states in _authorities(cls).items():
            if meant := authority.reach(actor, cls):
                reached |= Q(state__in=states) & meant
        return reached

    @classmethod
    def searchable_by(cls, actor):
        """[(names among ``searched``, ``Q`` of rows)]: what a search may look into, on which of the rows that the actor sees."""
        return [(cls.searched, texts_open_to(actor))]

    @property
    def root(self):
        """The root record of the dossier."""
        return follow(self, self.owner.rpartition(".")[0])

    @property
    def is_secret(self):
        """Whether the record is a work secret (工作秘密), as its root is."""
        return getattr(self.root, "classification", None) == Classification.WORK_SECRET

    def is_covered_from(self, actor):
        """Whether the actor sees no more of a work secret than its code name: he does not stand on the access list."""
        return self.is_secret and not is_listed(actor, self.dossier_id)

    def is_open_to(self, actor):
        """Whether the actor sees texts, remarks and files beyond the header."""
        return not self.is_covered_from(actor)

    def shows_work_to(self, actor):
        """Whether the actor sees how it is worked on, its history, clocks and whom it waits for; else header, state and answers."""
        return True

    def get_absolute_url(self):
        """The record's page; its address is named after the model."""
        return reverse(self._meta.model_name, args=[self.public_id])

    @classmethod
    def concerns(cls, actor):
        """A ``Q`` of the rows that are this actor's own business, beyond those that wait for him; none by default."""
        return Q(pk__in=[])

    def first_of(self, running):
        """Of the record's running clocks, the earliest first, the one that leads in its state; ``None`` where none runs."""
        leading = self.leading.get(self.state)
        return min(running, key=lambda clock: clock.name != leading, default=None)

    @property
    def state_label(self):
        """The Chinese word of the state."""
        return labels_of(type(self).State).get(self.state, "")

    @property
    def words(self):
        """Short words for lists, notices and the audit; of a work secret they say nothing of what it is about."""
        return self.code_words if self.is_secret else self.plain_words

    @property
    def plain_words(self):
        """What the record is called; a subclass says better words."""
        return f"{self._meta.verbose_name}{self.pk or ''}"

    @property
    def gist(self):
        """What whoever decides on the record must know of it, in a line or two; read only where its texts are open."""
        return ""

    @property
    def code_words(self):
        """What a record of a work secret is called."""
        return f"{self._meta.verbose_name}（{self.root.words}）"

    @classmethod
    def listing(cls):
        """Where pages lead back to from a root record: the address and the name of its list."""
        return {"url": reverse(cls.list_page), "label": cls._meta.verbose_name}

    @property
    def path_from(self):
        """The list in which the path above the pages of the record begins."""
        return self.root.listing()

    @classmethod
    def is_offered(cls, parent):
        """Whether the page of ``parent`` offers to begin such a record now."""
        return parent.state in cls.offered_while.get(parent._meta.model_name, ())

    def parties(self):
        """(organisation id, role) pairs that may see the dossier; asked of root records only."""
        return ()

    def readers(self):
        """{person id: ``Terms``} of the access list of a work secret; asked of root records only."""
        return {}

    def readings(self):
        """``Reading`` of each department that an inspection body reads by this record; asked of root records only."""
        return ()

    def seat(self):
        """The ``workflow.seats.Seat`` of which a record that ``gives_posts`` decides; ``None`` while it decides of none."""
        return

    @classmethod
    def against_post(cls, post):
        """Obstacles that such records know of against giving this unsaved post to its person."""
        return ()

    def recused(self):
        """Ids of the persons who stand back from the dossier (回避); asked of root records only."""
        return ()

    @classmethod
    def beside_clocks(cls, running, root, actor):
        """{clock key: ``workflow.beside.Beside``} of what such records add to open clocks, [(clock, subject)], of one dossier."""
        return {}

    @classmethod
    def asked_of(cls, actor):
        """``workflow.beside.Asked`` of every such record that somebody asked this actor to begin."""
        return ()

    @classmethod
    def hanging_over(cls, record, actor):
        """``workflow.beside.Over`` of every such record that the page of another names at its head."""
        return ()

    @classmethod
    def told_of(cls, record, actor):
        """``workflow.beside.Told`` of every such record that a draft about another begins with, as far as this actor may read it."""
        return ()

    @classmethod
    def begun_within(cls, parent, actor):
        """The record as this actor would begin it on the page of ``parent``, to be asked who may and what it is called."""
        return cls(**{parent._meta.model_name: parent})
