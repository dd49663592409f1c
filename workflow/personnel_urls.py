from django.http import HttpResponse
from django.urls import path

urlpatterns = [path(f"{name}/", HttpResponse, name=name) for name in ("change_password", "choose_post", "people", "organisations", "journal")]
