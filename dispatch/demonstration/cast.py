"""The fictitious organisations and people of 示范省: two commissions under one province, with committees and departments."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache

from django.contrib.auth.hashers import make_password

from organizations.actors import actor_of
from organizations.models import Kind, Office, Organisation, Person, Post, Role
from workflow import clocks
from workflow.models import Policy

PASSWORD = "Shifan-2026"
DEPARTMENTS = (
    ("agriculture", "农业农村局"), ("finance", "财政局"), ("audit", "审计局"), ("bank", "人民银行分行"),
    ("health", "卫生健康委"), ("education", "教育局"),
)  # fmt: skip
PEOPLE = (
    # key, name, organisation, office, role
    ("principal", "示范甲", "committee", None, Role.PRINCIPAL),
    ("clerk", "示范乙", "committee", None, Role.COMMITTEE_CLERK),
    ("secretary", "示范丙", "commission", None, Role.SECRETARY),
    ("deputy", "示范丁", "commission", None, Role.DEPUTY_IN_CHARGE),
    ("other_deputy", "示范戊", "commission", None, Role.DEPUTY_IN_CHARGE),
    ("case_deputy", "示范己", "commission", None, Role.CASE_DEPUTY),
    ("standing_clerk", "示范庚", "commission", None, Role.STANDING_CLERK),
    ("director", "示范辛", "commission", "first_office", Role.OFFICE_DIRECTOR),
    ("officer", "示范壬", "commission", "first_office", Role.OFFICER),
    ("other_officer", "示范癸", "commission", "first_office", Role.OFFICER),
    ("second_director", "示范子", "commission", "second_office", Role.OFFICE_DIRECTOR),
    ("second_officer", "示范丑", "commission", "second_office", Role.OFFICER),
    ("inspector", "示范寅", "inspection_body", None, Role.INSPECTOR),
)
UNITS = (
    # key, name, people
    ("first_unit", "驻{}财政局纪检监察组", (
        ("unit_head", "示范卯", Role.UNIT_HEAD), ("unit_deputy", "示范辰", Role.UNIT_DEPUTY),
        ("unit_officer", "示范巳", Role.UNIT_OFFICER), ("unit_other_officer", "示范午", Role.UNIT_OFFICER),
    )),
    ("second_unit", "驻{}农业农村局纪检监察组", (
        ("second_unit_head", "示范未", Role.UNIT_HEAD), ("second_unit_deputy", "示范申", Role.UNIT_DEPUTY),
        ("second_unit_officer", "示范酉", Role.UNIT_OFFICER),
    )),
    ("third_unit", "驻{}城建集团监察专员办公室", (
        ("third_unit_head", "示范戌", Role.UNIT_HEAD), ("third_unit_officer", "示范亥", Role.UNIT_OFFICER),
    )),
)  # fmt: skip
SURNAMES = {"agriculture": "农", "finance": "财", "audit": "审", "bank": "银", "health": "卫", "education": "教"}


@dataclass
class City:
    """One city's organisations, offices and people by key."""

    key: str
    name: str
    organisations: dict = field(default_factory=dict)
    offices: dict = field(default_factory=dict)
    people: dict = field(default_factory=dict)

    def actor(self, key):
        """The acting person of that key, with the posts in force today."""
        return actor_of(self.people[key], today=clocks.today())

    def __getattr__(self, key):
        for table in ("organisations", "offices", "people"):
            if key in self.__dict__.get(table, ()):
                return self.__dict__[table][key]
        raise AttributeError(key)


def account(username, name, *, password, must_change=False):
    """A person who can sign in."""
    person = Person(username=username, name=name, must_change_password=must_change, password=_hashed(password))
    person.save()
    return person


@cache
def _hashed(password):
    """One slow hash for the whole cast."""
    return make_password(password)


def appoint(person, organisation, role, since, office=None):
    """Give a person a post from a day on."""
    post = Post(person=person, organisation=organisation, role=role, office=office, from_on=since)
    post.clean()
    post.save()
    return post


def found_province(password=PASSWORD):
    """The superior commission, shared by both cities."""
    province = Organisation.objects.create(
        kind=Kind.COMMISSION, name="中共示范省纪律检查委员会", short_name="示范省纪委", code_word="示省纪"
    )
    Policy.objects.create(commission=province, number=1, title="默认时限设定", effective_on=date(2020, 1, 1))
    office = Office.objects.create(commission=province, name="第一监督检查室")
    appoint(account("省承办人", "示范省甲", password=password), province, Role.OFFICER, date(2020, 1, 1), office)
    return province


def found_city(key, name, province, password=PASSWORD, since=date(2020, 1, 1)):
    """A city with its committee, commission, two offices, inspection body, six departments and everyone in them."""
    city = City(key, name)
    city.organisations["committee"] = Organisation.objects.create(
        kind=Kind.PARTY_COMMITTEE, name=f"中共{name}委员会", short_name=f"{name}委"
    )
    city.organisations["commission"] = Organisation.objects.create(
        kind=Kind.COMMISSION, name=f"中共{name}纪律检查委员会", short_name=f"{name}纪委", code_word=f"{name[:1]}纪",
        superior=province, committee=city.committee,
    )  # fmt: skip
    city.organisations["inspection_body"] = Organisation.objects.create(
        kind=Kind.INSPECTION_BODY, name=f"中共{name}委员会巡察组", short_name=f"{name}委巡察组", superior=city.committee
    )
    Policy.objects.create(commission=city.commission, number=1, title="默认时限设定", effective_on=since)
    city.offices["first_office"] = Office.objects.create(commission=city.commission, name="党风政风监督室")
    city.offices["second_office"] = Office.objects.create(commission=city.commission, name="第一监督检查室")
    for slug, words in DEPARTMENTS:
        city.organisations[slug] = Organisation.objects.create(
            kind=Kind.DEPARTMENT, name=f"{name}{words}", short_name=f"{name}{words}", superior=city.committee
        )
    prefix = "" if key == "shifan" else f"{key}_"
    for slug, person_name, organisation, office, role in PEOPLE:
        person = account(f"{prefix}{slug}", person_name.replace("示范", name[:2]), password=password)
        city.people[slug] = person
        appoint(person, city.organisations[organisation], role, since, city.offices.get(office))
    for slug, _ in DEPARTMENTS:
        for role, word in ((Role.DEPARTMENT_HEAD, "head"), (Role.LIAISON, "liaison")):
            title = "局长" if role == Role.DEPARTMENT_HEAD else "联络员"
            person = account(f"{prefix}{slug}_{word}", f"{name[:2]}{SURNAMES[slug]}{title}", password=password)
            city.people[f"{slug}_{word}"] = person
            appoint(person, city.organisations[slug], role, since)
    return city


def found_units(city, password=PASSWORD, since=date(2020, 1, 1)):
    """The organisations of three dispatched units of the city's commission with their people, and a host that is an enterprise.

    What they are dispatched to is said by ``demonstration.units``: who needs no units does not pay for them.
    """
    place, prefix = city.name[2:], "" if city.key == "shifan" else f"{city.key}_"
    city.organisations["group"] = Organisation.objects.create(
        kind=Kind.DEPARTMENT, name=f"{city.name}城建集团", short_name=f"{city.name}城建集团", superior=city.committee
    )
    for slug, words, people in UNITS:
        name = words.format(place)
        unit = city.organisations[slug] = Organisation.objects.create(
            kind=Kind.DISPATCHED_UNIT, name=f"{city.name}纪委监委{name}", short_name=name, superior=city.committee
        )
        for key, person_name, role in people:
            person = account(f"{prefix}{key}", person_name.replace("示范", city.name[:2]), password=password)
            city.people[key] = person
            appoint(person, unit, role, since)
    return city


def found_administration(password=PASSWORD, since=date(2020, 1, 1)):
    """The three administrators (三员), apart from every business post."""
    house = Organisation.objects.create(kind=Kind.SYSTEM, name="系统管理", short_name="系统管理")
    found = {}
    for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR):
        found[role.value] = account(role.value, f"示范{role.label}", password=password)
        appoint(found[role.value], house, role, since)
    return found
