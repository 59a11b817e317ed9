"""The embedded provider's one address."""

from django.urls import path

from moothall.adapters.embedded_pay import views

urlpatterns = [path("pay/embedded/<uuid:id>", views.pay, name="embedded_pay")]
