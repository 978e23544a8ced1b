import { type RefObject, useEffect, useRef } from 'react';

type Scroller = RefObject<HTMLElement | null>;

/** When the record beside the list is closed, the keyboard is on its row again. */
export function useFocusBack(scroller: Scroller, openKey: string | null) {
  const last = useRef(openKey);
  useEffect(() => {
    const closed = openKey === null ? last.current : null;
    last.current = openKey;
    if (closed === null) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(closed)}"]`);
    row?.focus({ preventScroll: true });
  }, [scroller, openKey]);
}

/** Another search, filter or order is another list: it is read from its top. */
export function useStartOver(scroller: Scroller, question: string, setActive: (index: number) => void) {
  const last = useRef(question);
  useEffect(() => {
    if (last.current === question) return;
    last.current = question;
    scroller.current?.scrollTo({ top: 0 });
    setActive(0);
  }, [scroller, question, setActive]);
}
