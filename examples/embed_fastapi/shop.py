"""Orders for evenings in a kitchen, with FastAPI and SQLAlchemy."""

# Without postponed annotations: FastAPI reads those of the routes, which are defined in a function.

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import FastAPI, Header, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy import Engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

import neighborbook as nb


class Base(DeclarativeBase):
    """The tables of the shop."""


class Order(Base):
    """An evening in the kitchen; ``room`` is empty until its booking is confirmed."""

    __tablename__ = "orders"
    id: Mapped[str] = mapped_column(primary_key=True)
    customer: Mapped[str]
    start: Mapped[str]
    hold: Mapped[str]
    room: Mapped[str | None]


class Wish(BaseModel):
    """What a customer sends."""

    customer: str
    start: str


class Placed(BaseModel):
    """What the shop answers."""

    id: str
    start: str
    has_room: bool


class Shop:
    """Orders in the shop's own database, rooms at the desk."""

    def __init__(self, engine: Engine, desk: nb.Desk) -> None:
        self.engine = engine
        self.desk = desk
        Base.metadata.create_all(engine)

    def place(self, id: str, customer: str, start: str) -> Order:
        """Hold the kitchen, commit the order, confirm.

        Raises:
            nb.Refused: the kitchen cannot be had; there is no order.
        """
        held = self.hold(id, customer, start)
        self.record(id, customer, start, held.id)
        return self.finish(id)

    def hold(self, id: str, customer: str, start: str) -> nb.Booking:
        """Keep the kitchen for ten minutes; the same order asked again gets the same hold."""
        return self.desk.hold(
            "kitchen", start=start, length="2h", organizer=customer, ttl="10m", key=f"hold-{id}"
        )

    def record(self, id: str, customer: str, start: str, hold: str) -> None:
        """Commit the order; the same order again is none."""
        with Session(self.engine) as session, session.begin():
            if session.get(Order, id) is None:
                session.add(Order(id=id, customer=customer, start=start, hold=hold))

    def finish(self, id: str) -> Order:
        """Give an order its room, as often as it takes; without one, ``room`` stays empty."""
        with Session(self.engine, expire_on_commit=False) as session:
            order = session.get_one(Order, id)
        room = self._room_of(order)
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            order = session.get_one(Order, id)
            order.room = room
        return order

    def _room_of(self, order: Order) -> str | None:
        try:
            return self.desk.confirm(order.hold, key=f"confirm-{order.id}").id
        except nb.Refused:
            try:
                return self.desk.book(
                    "kitchen",
                    start=order.start,
                    length="2h",
                    organizer=order.customer,
                    key=f"again-{order.id}",
                ).id
            except nb.Refused:
                return None  # here a real shop writes to its customer

    def sweep(self) -> int:
        """Finish what a crash has left; return how many orders still have no room."""
        with Session(self.engine) as session:
            left = session.scalars(select(Order.id).where(Order.room.is_(None))).all()
        return sum(self.finish(id).room is None for id in left)


def create_app(shop: Shop) -> FastAPI:
    """Make the application of a shop."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        shop.sweep()
        yield
        shop.desk.close_database()

    app = FastAPI(lifespan=lifespan)

    @app.post("/orders", status_code=201)
    def place(wish: Wish, idempotency_key: Annotated[str, Header()]) -> Placed:
        order = shop.place(idempotency_key, wish.customer, wish.start)
        return Placed(id=order.id, start=order.start, has_room=order.room is not None)

    @app.exception_handler(nb.Refused)
    def refused(request: Request, no: nb.Refused) -> JSONResponse:
        language = request.headers.get("accept-language", "en")
        free = [slot.start.isoformat() for slot in no.alternatives]
        content = {"detail": no.decision.text(language), "codes": no.decision.codes, "free": free}
        return JSONResponse(content, status_code=409)

    @app.exception_handler(nb.InvalidRequest)
    def invalid(request: Request, wrong: nb.InvalidRequest) -> JSONResponse:
        return JSONResponse({"detail": [str(one) for one in wrong.faults]}, status_code=400)

    return app
