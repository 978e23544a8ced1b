import type { Permission } from '@contract';
import { Shell } from '@web/shell/Shell';
import type { ComponentType } from 'react';
import type { RouteObject } from 'react-router';
import { Crashed, Missing } from './Faults';
import { ChoiceGate, CompanyGate, FactorGate, PermissionGate, SessionGate } from './gates';

type Screen = { List: ComponentType; Detail?: ComponentType };

/** A list and its detail beside it. Both come in one file that is fetched when the screen is first opened. */
function listRoutes(
  path: string,
  permission: Permission,
  load: () => Promise<Screen>,
  more: RouteObject[] = [],
): RouteObject {
  return {
    path,
    element: <PermissionGate permission={permission} />,
    children: [
      ...more,
      {
        lazy: async () => ({ Component: (await load()).List }),
        children: [
          { index: true, element: null },
          {
            path: ':id',
            lazy: async () => {
              const { Detail } = await load();
              return Detail ? { Component: Detail } : {};
            },
          },
        ],
      },
    ],
  };
}

const locationPages: RouteObject[] = [
  {
    element: <PermissionGate permission="locations:manage" />,
    children: [{ path: 'new', lazy: () => import('@web/screens/locations/NewLocation') }],
  },
  {
    element: <PermissionGate permission="locations:update" />,
    children: [{ path: ':id/edit', lazy: () => import('@web/screens/locations/EditLocation') }],
  },
];

type PartyPage = keyof typeof import('@web/screens/partners/partyPages');

/** The forms of suppliers and customers, which come in one file. */
const partyPages = (add: PartyPage, change: PartyPage): RouteObject[] => {
  const page = (name: PartyPage) => async () => ({
    Component: (await import('@web/screens/partners/partyPages'))[name],
  });
  return [
    {
      element: <PermissionGate permission="partners:write" />,
      children: [
        { path: 'new', lazy: page(add) },
        { path: ':id/edit', lazy: page(change) },
      ],
    },
  ];
};

type DocumentPage = keyof typeof import('@web/screens/documents/documentPages');
const documentPage = (name: DocumentPage) => async () => ({
  Component: (await import('@web/screens/documents/documentPages'))[name],
});

/** Documents of stock have pages of their own, for their lines are many. */
const stockDocuments: RouteObject = {
  path: 'inventory/documents',
  element: <PermissionGate permission="inventory:read" />,
  children: [
    { index: true, lazy: documentPage('DocumentScreen') },
    { path: ':id', lazy: documentPage('DocumentPage') },
    {
      element: <PermissionGate permission="inventory:move" />,
      children: [
        { path: 'new', lazy: () => import('@web/screens/documents/NewDocument') },
        { path: ':id/edit', lazy: () => import('@web/screens/documents/EditDocument') },
      ],
    },
  ],
};

type CountPageName = keyof typeof import('@web/screens/counts/countPages');
const countPage = (name: CountPageName) => async () => ({
  Component: (await import('@web/screens/counts/countPages'))[name],
});

const stockCounts: RouteObject = {
  path: 'inventory/counts',
  element: <PermissionGate permission="inventory:read" />,
  children: [
    { index: true, lazy: countPage('CountScreen') },
    { path: ':id', lazy: countPage('CountPage') },
  ],
};

type ImportPageName = keyof typeof import('@web/screens/imports/importPages');
const importPage = (name: ImportPageName) => async () => ({
  Component: (await import('@web/screens/imports/importPages'))[name],
});

const fileImports: RouteObject = {
  path: 'imports',
  element: <PermissionGate permission="imports:run" />,
  children: [
    { index: true, lazy: importPage('ImportScreen') },
    { path: 'new', lazy: importPage('NewImport') },
    { path: ':id', lazy: importPage('ImportPage') },
  ],
};

/** What of a company there is to be seen and done. */
const companyScreens: RouteObject[] = [
  { index: true, lazy: () => import('@web/screens/home/Home') },
  listRoutes('locations', 'locations:read', () => import('@web/screens/locations/locations'), locationPages),
  listRoutes(
    'suppliers',
    'partners:read',
    () => import('@web/screens/partners/suppliers'),
    partyPages('NewSupplier', 'EditSupplier'),
  ),
  listRoutes(
    'customers',
    'partners:read',
    () => import('@web/screens/partners/customers'),
    partyPages('NewCustomer', 'EditCustomer'),
  ),
  listRoutes('inventory/items', 'inventory:read', () => import('@web/screens/items/items')),
  listRoutes('inventory/styles', 'inventory:read', () => import('@web/screens/styles/styles')),
  listRoutes('inventory/categories', 'inventory:read', () => import('@web/screens/categories/categories')),
  listRoutes('inventory/stock', 'inventory:read', () => import('@web/screens/stock/stock')),
  stockDocuments,
  stockCounts,
  fileImports,
  listRoutes('inventory/alerts', 'inventory:read', () => import('@web/screens/alerts/alerts')),
  listRoutes('production/orders', 'production:read', () => import('@web/screens/orders/orders')),
  listRoutes('quality/records', 'quality:read', () => import('@web/screens/quality/quality')),
  listRoutes('finance/transactions', 'finance:read', () => import('@web/screens/finance/transactions')),
  listRoutes('people', 'members:read', () => import('@web/screens/people/people')),
  {
    element: <PermissionGate permission="roles:manage" />,
    children: [{ path: 'roles', lazy: () => import('@web/screens/roles/Roles') }],
  },
  {
    element: <PermissionGate permission="keys:manage" />,
    children: [{ path: 'api-keys', lazy: () => import('@web/screens/keys/Keys') }],
  },
  {
    element: <PermissionGate permission="support:manage" />,
    children: [{ path: 'support', lazy: () => import('@web/screens/support/Support') }],
  },
  {
    element: <PermissionGate permission="tenant:update" />,
    children: [{ path: 'settings', lazy: () => import('@web/screens/settings/Settings') }],
  },
  listRoutes('audit', 'audit:read', () => import('@web/screens/audit/audit')),
  { path: '*', element: <Missing /> },
];

export const routes: RouteObject[] = [
  {
    element: <SessionGate />,
    errorElement: <Crashed />,
    HydrateFallback: () => null,
    children: [
      { path: 'sign-in', lazy: () => import('@web/screens/auth/SignIn') },
      { path: 'register', lazy: () => import('@web/screens/auth/Register') },
      { path: 'forgot-password', lazy: () => import('@web/screens/auth/ForgotPassword') },
      { path: 'reset-password', lazy: () => import('@web/screens/auth/ResetPassword') },
      { path: 'verify-email', lazy: () => import('@web/screens/auth/VerifyEmail') },
      { path: 'invitation', lazy: () => import('@web/screens/auth/Invitation') },
      {
        path: 'companies',
        children: [
          {
            element: <ChoiceGate />,
            children: [{ index: true, lazy: () => import('@web/screens/companies/ChooseCompany') }],
          },
          { path: 'new', lazy: () => import('@web/screens/companies/NewCompany') },
        ],
      },
      {
        element: <CompanyGate />,
        children: [
          {
            element: <Shell />,
            children: [
              {
                errorElement: <Crashed />,
                children: [
                  { path: 'account', lazy: () => import('@web/screens/account/Account') },
                  { element: <FactorGate />, children: companyScreens },
                ],
              },
            ],
          },
        ],
      },
    ],
  },
];
