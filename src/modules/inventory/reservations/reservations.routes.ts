import * as contract from '@/contract/reservations';
import { listRoutes } from '@/exports/listRoutes';
import { defineRoute } from '@/http/route';
import { idParams } from '@/records/recordRoutes';
import { listReservations } from './reservations.repo';
import { getReservation, release, reserve } from './reservations.service';

const tag = 'Inventory';
const shared = { tag, access: 'tenant', path: '/inventory/reservations' } as const;

export const reservationRoutes = [
  ...listRoutes({
    path: '/inventory/reservations',
    tag,
    many: 'reservations',
    permission: 'inventory:read',
    query: contract.reservationListQuery,
    response: contract.reservationListOut,
    list: listReservations,
  }),
  defineRoute({
    ...shared,
    method: 'POST',
    summary: 'Promise goods of a location, or of a lot there',
    permission: 'inventory:move',
    body: contract.createReservationBody,
    response: contract.reservationOut,
    status: 201,
    idempotent: true,
    errors: ['INSUFFICIENT_STOCK', 'RULE_VIOLATED'],
    handler: (ctx, { body }) => reserve(ctx, body),
  }),
  defineRoute({
    ...shared,
    method: 'GET',
    path: `${shared.path}/:id`,
    summary: 'One of the reservations',
    permission: 'inventory:read',
    params: idParams,
    response: contract.reservationOut,
    handler: (ctx, { params }) => getReservation(ctx, params.id),
  }),
  defineRoute({
    ...shared,
    method: 'POST',
    path: `${shared.path}/:id/actions/release`,
    summary: 'Give promised goods free again',
    permission: 'inventory:move',
    params: idParams,
    response: contract.reservationOut,
    idempotent: true,
    errors: ['INVALID_STATE'],
    handler: (ctx, { params }) => release(ctx, params.id),
  }),
];
