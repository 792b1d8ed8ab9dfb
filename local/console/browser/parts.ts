export function element<T extends HTMLElement = HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

export async function command(order: object): Promise<void> {
  await fetch('/api/command', { method: 'POST', body: JSON.stringify(order) });
}

export function cell(text: string, className = ''): HTMLTableCellElement {
  const td = document.createElement('td');
  td.textContent = text;
  if (className) td.className = className;
  return td;
}

export function yuan(amountFen: number): string {
  return (amountFen / 100).toLocaleString('en-US', { minimumFractionDigits: 2 });
}
