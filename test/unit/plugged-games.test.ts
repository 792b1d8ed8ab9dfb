import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GAME_IDS } from '../../miniprogram/shared/games/game-rules';
import { gameChoiceSchema } from '../../server/games/choice-schema';

const phone = join(__dirname, '../../miniprogram');
const read = (file: string) => readFileSync(join(phone, file), 'utf8');

/** Where the compiler cannot see that a game was forgotten (docs/games.md). */
describe.each(GAME_IDS)('the game %s', (id) => {
  it('may be sent by an organiser', () => {
    expect(gameChoiceSchema.options.map((option) => option.entries.id.literal)).toContain(id);
  });

  it('has a subpackage with a page to play on, loaded while its player reads the lobby', () => {
    const { subPackages, preloadRule } = JSON.parse(read('app.json')) as {
      subPackages: { root: string; name: string; pages: string[] }[];
      preloadRule: Record<string, { packages: string[] }>;
    };
    expect(subPackages).toContainEqual({ root: `games/${id}`, name: id, pages: ['play/play'] });
    expect(preloadRule['pages/lobby/lobby']?.packages).toContain(id);
  });

  it('can be chosen by an organiser', () => {
    expect(read('organiser/edit/edit.wxml')).toContain(`data-id="${id}"`);
  });
});
