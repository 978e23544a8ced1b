import { useFormat } from '@web/format/useFormat';
import { useCompany } from '@web/session/useSession';

/** An amount in the currency of the company's books. */
export function CompanyMoney({ value }: { value: string }) {
  const { currency } = useCompany();
  return useFormat().money(value, currency);
}
