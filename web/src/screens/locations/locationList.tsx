import { LOCATION_TYPES, type Location } from '@contract';
import type { ListDefinition } from '@web/grid/types';
import { LocationMarks } from './LocationMarks';

export const locationList: ListDefinition<Location> = {
  id: 'locations',
  path: '/locations',
  endpoint: '/locations',
  permission: 'locations:read',
  defaultSort: 'name',
  rowKey: (row) => row.id,
  rowPath: (row) => `/locations/${row.id}`,
  columns: [
    { id: 'name', label: 'fields.name', width: 280, sort: 'name', card: 'title', cell: (row) => row.name },
    {
      id: 'locationType',
      label: 'fields.locationType',
      width: 140,
      sort: 'locationType',
      cell: (row, { enumLabel }) => enumLabel('locationType', row.locationType),
    },
    {
      id: 'marks',
      label: 'locations.marks',
      width: 220,
      card: 'mark',
      cell: (row) => <LocationMarks location={row} />,
    },
    { id: 'city', label: 'fields.city', width: 140, cell: (row) => row.city },
    { id: 'country', label: 'fields.country', width: 120, cell: (row) => row.country },
    { id: 'phone', label: 'fields.phone', width: 150, cell: (row) => row.phone },
    { id: 'email', label: 'fields.email', width: 220, cell: (row) => row.email },
    { id: 'state', label: 'fields.state', width: 140, extra: true, cell: (row) => row.state },
    { id: 'pincode', label: 'fields.pincode', width: 110, extra: true, cell: (row) => row.pincode },
    {
      id: 'createdAt',
      label: 'fields.createdAt',
      width: 160,
      sort: 'createdAt',
      extra: true,
      cell: (row, format) => format.dateTime(row.createdAt),
    },
    {
      id: 'updatedAt',
      label: 'fields.updatedAt',
      width: 160,
      sort: 'updatedAt',
      extra: true,
      cell: (row, format) => format.dateTime(row.updatedAt),
    },
  ],
  filters: [
    { kind: 'anyOf', id: 'locationType', label: 'fields.locationType', set: 'locationType', values: LOCATION_TYPES },
    { kind: 'yesNo', id: 'isActive', label: 'fields.active' },
  ],
};
