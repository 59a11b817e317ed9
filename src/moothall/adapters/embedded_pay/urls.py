"""The embedded provider's one address."""

from django.urls import path

from moothall.adapters.embedded_pay import views

app_name = "embedded_pay"

urlpatterns = [path("pay/embedded/<uuid:id>", views.pay, name="pay")]
