"""Addresses of payments."""

from django.urls import path

from moothall.foundations.payments import views

urlpatterns = [
    path("pay/webhook/<slug:address>", views.webhook, name="payments_webhook"),
    path("pay/<uuid:id>/receipt", views.receipt, name="payments_receipt"),
    path("staff/payments/", views.staff_list, name="payments_staff_list"),
    path("staff/payments/<uuid:id>/", views.staff_payment, name="payments_staff_payment"),
]
