import type { StockDocumentRow } from '@contract';
import { PartyName } from '@web/record/PartyName';

/** Whom the goods came from or went to. */
export function DocumentParty({ document }: { document: Pick<StockDocumentRow, 'supplierId' | 'customerId'> }) {
  if (document.supplierId !== null) return <PartyName endpoint="/suppliers" id={document.supplierId} />;
  if (document.customerId !== null) return <PartyName endpoint="/customers" id={document.customerId} />;
  return null;
}
