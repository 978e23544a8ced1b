/** Which forms on the page hold changes that are not saved; asked before a company switch or a sign-out. */
const dirty = new Set<string>();

export function markUnsaved(form: string, isDirty: boolean) {
  if (isDirty) dirty.add(form);
  else dirty.delete(form);
}

export const hasUnsaved = () => dirty.size > 0;
