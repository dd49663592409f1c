"""People who sign in (人员). A person has no rights: posts have."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models


class PersonManager(BaseUserManager):
    def create_user(self, username, password=None, *, name, **fields):
        person = self.model(username=self.model.normalize_username(username), name=name, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, username, password=None, **fields):
        raise NotImplementedError("本系统没有超级用户：权限只来自职务。")


class Person(AbstractBaseUser, PermissionsMixin):
    """An account of one natural person (人员).

    ``is_superuser`` and model permissions exist because Django's tables expect them; nothing in the product asks them.
    """

    public_id = models.UUIDField("公开标识", default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField("用户名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    is_active = models.BooleanField("在用", default=True)
    must_change_password = models.BooleanField("须修改初始口令", default=True)

    objects = PersonManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        ordering = ["username"]
        constraints = [models.CheckConstraint(name="nobody_is_superuser", condition=models.Q(is_superuser=False))]

    def __str__(self):
        return self.name

    @property
    def is_staff(self):
        return False

    def get_full_name(self):
        return self.name

    def has_perm(self, perm, obj=None):
        """Model and object permissions open nothing: ask a step's authority or ``visible_to``."""
        return False
