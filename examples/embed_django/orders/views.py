"""One page: place an order, or hear why not."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils.translation import get_language_from_request
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

import neighborbook as nb
from examples.embed_django.orders import rooms


@csrf_exempt
@require_POST
def order(request: HttpRequest) -> JsonResponse:
    """Place an order; its id comes from the page, so that a second click orders nothing twice."""
    id = request.POST.get("id") or uuid4().hex
    try:
        placed = rooms.place(id, request.POST["customer"], request.POST["start"])
    except nb.Refused as no:
        free = [slot.start.isoformat() for slot in no.alternatives]
        words = no.decision.text(get_language_from_request(request))
        return JsonResponse({"why": words, "free": free}, status=409)
    except nb.InvalidRequest as wrong:
        return JsonResponse({"why": [str(fault) for fault in wrong.faults]}, status=400)
    return JsonResponse({"id": placed.id, "has_room": bool(placed.room)}, status=201)


urlpatterns = [path("orders", order)]
