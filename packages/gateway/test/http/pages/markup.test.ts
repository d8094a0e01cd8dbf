import { describe, expect, it } from 'vitest';
import { html } from '../../../src/http/pages/markup.ts';

describe('HTML of ours', () => {
  it('escapes whatever is put in, for elements and quoted attributes alike', () => {
    const evil = `<script>alert("1")</script>&'`;
    expect(html`<p title="${evil}">${evil}</p>`.toHtml()).toBe(
      '<p title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;</p>',
    );
  });

  it('takes HTML of ours as it is, alone and in lists, and leaves out what is not there', () => {
    const items = ['a', '<b>'].map((text) => html`<i>${text}</i>`);
    const parts = html`${items}${false}${null}${undefined}${7}${html`<b></b>`}`;
    expect(parts.toHtml()).toBe('<i>a</i><i>&lt;b&gt;</i>7<b></b>');
  });
});
