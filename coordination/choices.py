"""Who and what a form of this app may choose from: people in a post, departments of a matter."""

from organizations.models import Organisation, Person, Post
from workflow import clocks


def holders(organisation, *roles, office=None):
    """People who hold one of the roles in an organisation (and office) today."""
    posts = Post.objects.in_force(clocks.today()).filter(organisation=organisation, role__in=roles)
    posts = posts.filter(office=office) if office else posts
    return Person.objects.filter(pk__in=posts.values("person")).order_by("name", "pk")


def colleagues(*organisations):
    """Everyone who holds a post in one of the organisations today."""
    posts = Post.objects.in_force(clocks.today()).filter(organisation__in=organisations)
    return Person.objects.filter(pk__in=posts.values("person")).order_by("name", "pk")


def departments_of(matter):
    """The lead and participating departments of a matter as choices."""
    return Organisation.objects.filter(pk__in=[department.pk for department in matter.departments]).order_by("name")


def holders_in(departments, role):
    """People who hold a role in any of the departments."""
    posts = Post.objects.in_force(clocks.today()).filter(organisation__in=departments, role=role)
    return Person.objects.filter(pk__in=posts.values("person")).order_by("name", "pk")


def with_department(departments):
    """A label that names the person's department; one query for all of them."""
    posts = Post.objects.in_force(clocks.today()).filter(organisation__in=departments).select_related("organisation")
    homes = {post.person_id: post.organisation.short_name for post in posts}
    return lambda person: f"{person.name}（{homes.get(person.pk, '')}）"
