import {
  createLocationBody,
  locationListOut,
  locationListQuery,
  locationOut,
  updateLocationBody,
} from '@/contract/locations';
import { listRoutes } from '@/exports/listRoutes';
import { defineRoute } from '@/http/route';
import { idParams } from '@/records/recordRoutes';
import { listLocations } from './locations.repo';
import * as locations from './locations.service';

const base = { tag: 'Locations', access: 'tenant', custom: 'locations' } as const;

export const locationRoutes = [
  ...listRoutes({
    ...base,
    path: '/locations',
    many: 'locations',
    permission: 'locations:read',
    query: locationListQuery,
    response: locationListOut,
    list: listLocations,
  }),
  defineRoute({
    ...base,
    method: 'POST',
    path: '/locations',
    summary: 'Make a new location',
    permission: 'locations:manage',
    body: createLocationBody,
    response: locationOut,
    status: 201,
    idempotent: true,
    errors: ['ALREADY_EXISTS'],
    handler: (ctx, { body }) => locations.createLocation(ctx, body),
  }),
  defineRoute({
    ...base,
    method: 'GET',
    path: '/locations/:id',
    summary: 'One of the locations',
    permission: 'locations:read',
    params: idParams,
    response: locationOut,
    handler: (ctx, { params }) => locations.getLocation(ctx, params.id),
  }),
  defineRoute({
    ...base,
    method: 'PATCH',
    path: '/locations/:id',
    summary: 'Change, activate or deactivate a location',
    permission: 'locations:update',
    params: idParams,
    body: updateLocationBody,
    response: locationOut,
    ifMatch: true,
    errors: ['ALREADY_EXISTS', 'INVALID_STATE'],
    handler: (ctx, { params, body, version }) => locations.updateLocation(ctx, params.id, version, body),
  }),
  defineRoute({
    ...base,
    method: 'DELETE',
    path: '/locations/:id',
    summary: 'Delete a location that nothing points at',
    permission: 'locations:manage',
    params: idParams,
    ifMatch: true,
    errors: ['IN_USE', 'INVALID_STATE'],
    handler: async (ctx, { params, version }) => {
      await locations.deleteLocation(ctx, params.id, version);
      return undefined;
    },
  }),
  ...(['default', 'headquarters'] as const).map((title) =>
    defineRoute({
      ...base,
      method: 'POST',
      path: `/locations/:id/actions/set-${title}`,
      summary: title === 'default' ? 'Make it the default location' : 'Make it the headquarters',
      permission: 'locations:manage',
      params: idParams,
      response: locationOut,
      errors: ['INVALID_STATE'],
      handler: (ctx, { params }) =>
        locations.makePrimary(ctx, params.id, title === 'default' ? 'isDefault' : 'isHeadquarters'),
    }),
  ),
];
