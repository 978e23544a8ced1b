import { useCompany } from '@web/session/useSession';
import { useEffect, useRef } from 'react';
import { useLocation, useNavigate } from 'react-router';

const RECORD = /\/[0-9a-f]{8}-[0-9a-f-]{27}(\/.*)?$/;

/** After a company switch the screen stays, but a record or a location filter of the other company does not. */
export function useStayOnScreen() {
  const { id } = useCompany();
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const before = useRef(id);

  useEffect(() => {
    if (before.current === id) return;
    before.current = id;
    const params = new URLSearchParams(search);
    params.delete('locationId');
    void navigate({ pathname: pathname.replace(RECORD, ''), search: params.toString() }, { replace: true });
  }, [id, pathname, search, navigate]);
}
