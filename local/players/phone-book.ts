import { existsSync, readFileSync } from 'node:fs';
import { replaceFile } from '../world/kept-file';
import { ORGANISER, officialOpenidOf, openidOf, type Phone } from './phones';

export interface PhoneBook {
  list(): readonly Phone[];
  add(name: string): void;
  /** Whose phone an openid of either account belongs to; null when it is nobody's here. */
  nameOf(openid: string): string | null;
}

const FIRST_PHONES: readonly Phone[] = [
  ORGANISER,
  { phoneId: 'player-1', name: '小明', role: 'player' },
  { phoneId: 'player-2', name: '小红', role: 'player' },
];

/** The phones on the console page, kept in a file so that they are there again after a restart. */
export function keptPhones(file: string): PhoneBook {
  let phones: readonly Phone[] = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Phone[])
    : FIRST_PHONES;
  return {
    list: () => phones,
    add: (name) => {
      const phoneId = `player-${phones.length}`;
      phones = [...phones, { phoneId, name, role: 'player' }];
      replaceFile(file, JSON.stringify(phones, null, 2));
    },
    nameOf: (openid) =>
      phones.find(({ phoneId }) => [openidOf(phoneId), officialOpenidOf(phoneId)].includes(openid))
        ?.name ?? null,
  };
}
