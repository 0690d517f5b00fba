"""Signing in, one's own profile, and who may do what."""

from __future__ import annotations

from django.urls import path, re_path

from accounts.views.enterprise import EnterpriseSettings
from accounts.views.first_run import FirstRun
from accounts.views.profile import Profile, TokenRevoke, Tokens
from accounts.views.sign_in import (
    PasswordChange,
    PasswordReset,
    PasswordResetDone,
    PasswordResetFromKey,
    PasswordResetFromKeyDone,
    SignIn,
    SignOut,
)
from accounts.views.users import (
    RoleGrant,
    RoleRevoke,
    UserActivate,
    UserAdd,
    UserDeactivate,
    UserInvite,
    UserList,
    UserPage,
)

urlpatterns = [
    path("first-run/", FirstRun.as_view(), name="first_run"),
    path("accounts/login/", SignIn.as_view(), name="account_login"),
    path("accounts/logout/", SignOut.as_view(), name="account_logout"),
    path("accounts/password/change/", PasswordChange.as_view(), name="account_change_password"),
    path("accounts/password/reset/", PasswordReset.as_view(), name="account_reset_password"),
    path("accounts/password/reset/done/", PasswordResetDone.as_view(), name="account_reset_password_done"),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        PasswordResetFromKey.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "accounts/password/reset/key/done/",
        PasswordResetFromKeyDone.as_view(),
        name="account_reset_password_from_key_done",
    ),
    path("profile/", Profile.as_view(), name="profile"),
    path("profile/tokens/", Tokens.as_view(), name="tokens"),
    path("profile/tokens/<uuid:uid>/revoke/", TokenRevoke.as_view(), name="token_revoke"),
    path("enterprise/", EnterpriseSettings.as_view(), name="enterprise"),
    path("users/", UserList.as_view(), name="users"),
    path("users/new/", UserAdd.as_view(), name="user_add"),
    path("users/<uuid:uid>/", UserPage.as_view(), name="user"),
    path("users/<uuid:uid>/grant/", RoleGrant.as_view(), name="role_grant"),
    path("users/<uuid:uid>/revoke/<uuid:grant>/", RoleRevoke.as_view(), name="role_revoke"),
    path("users/<uuid:uid>/deactivate/", UserDeactivate.as_view(), name="user_deactivate"),
    path("users/<uuid:uid>/activate/", UserActivate.as_view(), name="user_activate"),
    path("users/<uuid:uid>/invite/", UserInvite.as_view(), name="user_invite"),
]
