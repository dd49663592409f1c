"""People who sign in (人员). A person has no rights: posts have."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

WRITABLE = RegexValidator(r"^\w[\w.-]+\Z", "用户名至少两个字符，只用文字、数字、点、横线和下划线。")


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
    username = models.CharField("用户名", max_length=40, unique=True, validators=[WRITABLE])
    name = models.CharField("姓名", max_length=40)
    email = models.EmailField("电子邮箱", blank=True)
    is_active = models.BooleanField("在用", default=True)
    must_change_password = models.BooleanField("须修改初始口令", default=True)
    sessions_ended = models.PositiveIntegerField("强制退出次数", default=0, editable=False)

    objects = PersonManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(name="nobody_is_superuser", condition=models.Q(is_superuser=False)),
            models.UniqueConstraint(Lower("username"), name="username_once_in_any_case"),
        ]

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

    def has_module_perms(self, app_label):
        return False

    def get_all_permissions(self, obj=None):
        return set()

    def end_sessions(self):
        """Make every session of this person worthless, once saved; they are not found by person, so their seal changes."""
        self.sessions_ended += 1

    def _get_session_auth_hash(self, secret=None):
        """The seal of a session: it breaks with the password, and with ``end_sessions``."""
        return salted_hmac(
            f"{__name__}.session", f"{self.password}:{self.sessions_ended}", secret=secret, algorithm="sha256"
        ).hexdigest()
