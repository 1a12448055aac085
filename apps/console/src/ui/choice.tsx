import { goTo, usePageState } from '../url/use-page-state.js';

/** A filter that the address holds; its first option, '', takes it away. */
export function Choice({
  name,
  label,
  options,
}: {
  name: string;
  label: string;
  options: readonly (readonly [value: string, text: string])[];
}) {
  const { filters } = usePageState();
  return (
    <label className="choice">
      <span>{label}</span>
      <select value={filters[name] ?? ''} onChange={(event) => setFilter(filters, name, event.target.value)}>
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

export function setFilter(filters: Readonly<Record<string, string>>, name: string, value: string): void {
  const kept = Object.entries(filters).filter(([key]) => key !== name);
  goTo({ filters: Object.fromEntries(value === '' ? kept : [...kept, [name, value]]) }, 'replace');
}
