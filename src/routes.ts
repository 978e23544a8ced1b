import { accountRoutes } from '@/auth/accounts/account.routes';
import { authRoutes } from '@/auth/signIn/auth.routes';
import { tenantRoutes } from '@/tenants/companies/tenants.routes';
import { invitationRoutes } from '@/tenants/invitations/invitations.routes';
import { ownershipRoutes } from '@/tenants/ownership/ownership.routes';
import { memberRoutes } from '@/tenants/people/members.routes';
import { accessRoutes } from '@/tenants/roles/access.routes';
import { supportRoutes } from '@/tenants/support/support.routes';
import { auditRoutes } from './audit/audit.routes';
import { companyDocumentRoute } from './http/companyDocument';
import type { Route } from './http/route';
import { importRoutes } from './imports';
import { companyRoutes } from './modules/company';
import { customFieldRoutes } from './modules/customFields';
import { financeRoutes } from './modules/finance';
import { catalogueRoutes, inventoryRoutes, itemImport, lotImport, openingImport } from './modules/inventory';
import { locationRoutes } from './modules/locations';
import { customerImport, partnerRoutes, supplierImport } from './modules/partners';
import { productionRoutes } from './modules/production';
import { qualityRoutes } from './modules/quality';

/** The route table: every endpoint of the API. One that is not in it does not exist. */
export const routes: readonly Route[] = [
  ...authRoutes,
  ...accountRoutes,
  ...tenantRoutes,
  ...auditRoutes,
  ...accessRoutes,
  ...memberRoutes,
  ...invitationRoutes,
  ...ownershipRoutes,
  ...supportRoutes,
  ...companyRoutes,
  ...customFieldRoutes,
  companyDocumentRoute(() => routes),
  ...importRoutes([itemImport, supplierImport, customerImport, lotImport, openingImport]),
  ...locationRoutes,
  ...partnerRoutes,
  ...inventoryRoutes,
  ...catalogueRoutes,
  ...productionRoutes,
  ...qualityRoutes,
  ...financeRoutes,
];
