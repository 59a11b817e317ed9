"""Addresses of payments."""

from django.urls import path

from moothall.foundations.payments import views

app_name = "payments"

urlpatterns = [
    path("pay/webhook/<slug:address>", views.webhook, name="webhook"),
    path("pay/<uuid:id>/receipt", views.receipt, name="receipt"),
    path("staff/payments/", views.staff_list, name="staff_list"),
    path("staff/payments/<uuid:id>/", views.staff_payment, name="staff_payment"),
]
