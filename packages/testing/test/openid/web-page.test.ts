import { readWebPage } from '@wicketgate/testing/openid';
import { describe, expect, it } from 'vitest';

const HTML = `<!doctype html><html><head><title>A &amp; B</title>
<meta http-equiv="refresh" content="0; url=https://example.com/?a=1&amp;b=2"><style>p{color:red}</style></head>
<body><h1>Hello <strong>you</strong></h1><p>One
line</p><form method="post" action="/go?x=1&amp;y=2"><input type="hidden" name="token" value="&lt;t&gt;" /><input
name="code"><button name="answer" value="yes">Yes</button><button>No</button></form></body></html>`;

describe('a page', () => {
  const page = readWebPage({ url: 'https://example.com/', status: 200, headers: new Headers(), html: HTML });

  it('is read as a person reads it', () => {
    expect(page.title).toBe('A & B');
    expect(page.text).toBe('Hello you\nOne line\nYes\nNo');
  });

  it('tells its forms and where it leads by itself', () => {
    expect(page.leadsTo).toBe('https://example.com/?a=1&b=2');
    expect(page.forms).toEqual([
      {
        action: '/go?x=1&y=2',
        method: 'post',
        fields: { token: '<t>', code: '' },
        buttons: [
          { text: 'Yes', name: 'answer', value: 'yes' },
          { text: 'No', name: undefined, value: '' },
        ],
      },
    ]);
  });
});
