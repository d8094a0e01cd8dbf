import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { LEGACY_SETTINGS, SETTINGS } from '../src/ids.ts';

const path = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const read = (name: string): string => readFileSync(path(name), 'utf8');

const readme = read('README.md');
const privacy = read('PRIVACY.md').replaceAll(/\s+/g, ' ');
const section = (title: string) => new RegExp(`^## ${title}\n([\\s\\S]*?)^## `, 'm').exec(readme)?.[1] ?? '';
const firstColumn = (text: string) => [...text.matchAll(/^\| `([^`]+)`/gm)].map(([, cell = '']) => cell);

describe('the README', () => {
  it('leads to access in four steps', () => {
    const steps = [...section('Private alpha access').matchAll(/^\d\. \*\*([^.*]+)\./gm)].map(([, step]) => step);
    expect(steps).toEqual(['Request', 'Receive', 'Install', 'Sign in']);
  });

  it('names every command as the palette does', () => {
    const { contributes } = JSON.parse(read('package.json')) as { contributes: { commands: { title: string }[] } };
    const texts = JSON.parse(read('package.nls.json')) as Record<string, string>;
    const titles = contributes.commands.map(({ title }) => `Wicketgate: ${texts[title.slice(1, -1)] ?? ''}`);
    expect(firstColumn(section('Commands')).sort()).toEqual(titles.sort());
  });

  it('names every setting, and no other', () => {
    expect(firstColumn(section('Settings')).sort()).toEqual(Object.values(SETTINGS).sort());
  });

  it('helps with a refused key, an extension that does not load, and a gateway out of reach', () => {
    const troubles = [...section('Troubleshooting').matchAll(/^\*\*([^*]+)\.\*\*/gm)].map(([, trouble]) => trouble);
    expect(troubles).toEqual(
      expect.arrayContaining([
        'The key is refused',
        'The extension does not load',
        'It says offline or unavailable',
        'You are signed out after a restart',
        'The browser does not come back',
      ]),
    );
  });

  it('links to what is there', () => {
    const targets = [...readme.matchAll(/\]\((?!https:|#)([^)]+)\)/g)].map(([, target = '']) => target);
    expect(targets).toContain('PRIVACY.md');
    expect(targets.filter((target) => !existsSync(path(target)))).toEqual([]);
  });
});

describe('the privacy note', () => {
  it('says that the key outlives an uninstalled extension, and what to do before', () => {
    expect(privacy).toContain('Run **Wicketgate: Sign Out** before you uninstall the extension');
    expect(privacy).toContain('VS Code keeps the secrets and the state of an extension that is gone');
    expect(privacy).not.toMatch(/removes the rest|by itself/);
  });

  it('says what is read of a workspace, as VS Code does where one is not trusted', () => {
    const texts = JSON.parse(read('package.nls.json')) as Record<string, string>;
    for (const setting of LEGACY_SETTINGS)
      expect(privacy).toContain(`Of a workspace, the old setting \`${setting}\` alone`);
    expect(texts['capabilities.untrusted']).toContain('reads nothing of it but an old setting that held an API key');
    for (const text of [readme, privacy, ...Object.values(texts)]) expect(text).not.toMatch(/reads and runs nothing/);
  });
});
