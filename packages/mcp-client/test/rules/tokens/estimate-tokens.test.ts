import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { estimateTokens } from '../../../src/rules/tokens/estimate-tokens.ts';

/** The error as a share of the true count. */
function errorOf(text: string): number {
  const real = encode(text).length;
  return Math.abs(estimateTokens(text) - real) / real;
}

const PROSE: readonly (readonly [string, string])[] = [
  [
    'English',
    'Searches the repository for code that matches a query and returns the matching files with line numbers. Use it when you know part of a name, or want to see where something is used. Results are sorted by relevance; ask for further pages with the cursor of the last answer. Binary files are left out.',
  ],
  [
    'code and paths',
    'Runs `npm run build -- --watch` in ./packages/app and writes to /var/log/build.log; returns {"exitCode": 0, "durationMs": 1234} or throws BuildError(code=42). See https://example.org/docs/build#options for max_parallel_jobs and cacheDir.',
  ],
  [
    'Chinese',
    '在指定的代码仓库中搜索与查询匹配的文件，并返回匹配的行号和内容。如果没有找到结果，则返回空列表。请在已知名称的一部分或想查看某个函数的使用位置时使用此工具。',
  ],
  [
    'Japanese',
    '指定されたリポジトリ内でクエリに一致するファイルを検索し、一致した行番号と内容を返します。結果が見つからない場合は空のリストを返します。名前の一部がわかっている場合に使用してください。',
  ],
  [
    'Korean',
    '지정된 저장소에서 쿼리와 일치하는 파일을 검색하고 일치하는 줄 번호와 내용을 반환합니다. 결과가 없으면 빈 목록을 반환합니다. 이름의 일부를 알고 있을 때 이 도구를 사용하세요.',
  ],
  [
    'Russian',
    'Ищет в репозитории файлы, которые соответствуют запросу, и возвращает номера строк и содержимое. Если ничего не найдено, возвращает пустой список. Используйте, когда известна часть имени.',
  ],
];

describe('the estimate of tokens', () => {
  it.each(PROSE)('is near to that of o200k for a paragraph of %s', (_, text) => {
    expect(errorOf(text)).toBeLessThan(0.2);
  });

  it('is within 10 % of o200k for all of them together, and for English', () => {
    const texts = PROSE.map(([, text]) => text);
    const real = texts.reduce((sum, text) => sum + encode(text).length, 0);
    const estimate = texts.reduce((sum, text) => sum + estimateTokens(text), 0);
    expect(Math.abs(estimate / real - 1)).toBeLessThan(0.1);
    expect(errorOf(texts[0] ?? '')).toBeLessThan(0.1);
  });

  it.each([
    ['', 0],
    ['read', 1],
    [' read the file', 3],
    ['{"type":"object"}', 5],
    ['1234567', 3],
  ])('of %j is %i', (text, tokens) => {
    expect(estimateTokens(text)).toBe(tokens);
    expect(encode(text)).toHaveLength(tokens);
  });

  it('counts the emoji of a text as more than one token each', () => {
    expect(estimateTokens('🚀✅🔍')).toBeGreaterThan(3);
  });

  it('grows with every text that is added', () => {
    let before = 0;
    for (let words = 1; words <= 50; words++) {
      const now = estimateTokens('tool '.repeat(words));
      expect(now).toBeGreaterThanOrEqual(before);
      before = now;
    }
  });

  it.each([
    ['blanks', ' '],
    ['line feeds', '\n'],
  ])('counts padding with %s as o200k does, within a tenth', (_, padding) => {
    expect(errorOf(`a${padding.repeat(10_000)}b`)).toBeLessThan(0.1);
  });

  it('ends for a text of a megabyte of anything', () => {
    expect(estimateTokens('a'.repeat(1_000_000))).toBeGreaterThan(1_000);
    expect(estimateTokens('\u0000😀<"{'.repeat(200_000))).toBeGreaterThan(200_000);
  });
});
