import { auditRoutes } from './audit/audit.routes';
import { accountRoutes } from './auth/account.routes';
import { authRoutes } from './auth/auth.routes';
import { companyDocumentRoute } from './http/companyDocument';
import type { Route } from './http/route';
import { customFieldRoutes } from './modules/customFields';
import { financeRoutes } from './modules/finance';
import { inventoryRoutes } from './modules/inventory';
import { locationRoutes } from './modules/locations';
import { partnerRoutes } from './modules/partners';
import { productionRoutes } from './modules/production';
import { qualityRoutes } from './modules/quality';
import { accessRoutes } from './tenants/access.routes';
import { invitationRoutes } from './tenants/invitations.routes';
import { memberRoutes } from './tenants/members.routes';
import { ownershipRoutes } from './tenants/ownership.routes';
import { supportRoutes } from './tenants/support.routes';
import { tenantRoutes } from './tenants/tenants.routes';

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
  ...customFieldRoutes,
  companyDocumentRoute(() => routes),
  ...locationRoutes,
  ...partnerRoutes,
  ...inventoryRoutes,
  ...productionRoutes,
  ...qualityRoutes,
  ...financeRoutes,
];
