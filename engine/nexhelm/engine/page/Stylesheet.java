package nexhelm.engine.page;

/** The style of the pages: system fonts, calm colours, light and dark, one column on a phone. */
final class Stylesheet {

    static final String TEXT = """
        :root {
          color-scheme: light dark;
          --page: #f6f6f3; --card: #ffffff; --ink: #1d2126; --quiet: #5c646e; --line: #dfe0da; --accent: #1f5c8b;
          --on-accent: #ffffff; --mark: #eef0dc; --lit: #ffe08a; --lit-ink: #1d2126; --code: #f0f0ec;
          --good: #22663a; --good-back: #e2f1e5; --bad: #9c2b22; --bad-back: #fae6e3; --busy: #1f5c8b; --busy-back: #e2eef7;
          --ask: #7a5200; --ask-back: #fbefd2; --plain-back: #ececE7;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #15181b; --card: #1d2125; --ink: #e4e6e8; --quiet: #9ba4ad; --line: #333a41; --accent: #7fb9e6;
            --on-accent: #10202c; --mark: #3a4226; --lit: #6b5713; --lit-ink: #fff6d8; --code: #15181b;
            --good: #8fd3a4; --good-back: #1c3325; --bad: #f0a49c; --bad-back: #3d2220; --busy: #8cc4ee; --busy-back: #1b2f3f;
            --ask: #ecc777; --ask-back: #3a2f17; --plain-back: #2a2f35;
          }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
        a { color: var(--accent); }
        :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        .skip { position: absolute; left: -999px; }
        .skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .25rem .5rem; z-index: 2; }
        .top { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; padding: .75rem 1.5rem;
          border-bottom: 1px solid var(--line); background: var(--card); }
        .brand { font-weight: 650; text-decoration: none; color: var(--ink); }
        .top nav { display: flex; flex-wrap: wrap; gap: .15rem .9rem; font-size: .95rem; }
        .who { margin-left: auto; display: flex; gap: .75rem; align-items: baseline; font-size: .9rem; }
        .who form { margin: 0; }
        main { max-width: 84rem; margin: 0 auto; padding: 1.5rem; }
        h1 { font-size: 1.5rem; line-height: 1.25; margin: 0; font-weight: 650; }
        h2 { font-size: 1.05rem; margin: 0 0 .5rem; font-weight: 650; }
        h3 { font-size: 1rem; margin: 0; font-weight: 600; }
        p { margin: .5rem 0; }
        .quiet, .meta { color: var(--quiet); }
        .mono, code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .85em; }
        code { background: var(--code); padding: .1em .35em; border-radius: 4px; }
        pre { background: var(--code); padding: .6rem .75rem; border-radius: 6px; margin: .4rem 0; white-space: pre-wrap;
          max-height: 20rem; overflow: auto; }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.25rem; margin: 0 0 1rem; }
        .card.ask { border-color: var(--ask); }
        .narrow { max-width: 34rem; margin: 2rem auto; }
        .crumb { margin: 0 0 .5rem; font-size: .9rem; }
        .run-head { margin-bottom: 1.25rem; max-width: 60rem; }
        .title { display: flex; flex-wrap: wrap; gap: .5rem .9rem; align-items: center; }
        .meta { display: flex; flex-wrap: wrap; gap: .15rem 1rem; font-size: .88rem; align-items: baseline; }
        .pill { display: inline-block; font-size: .8rem; font-weight: 550; padding: .1rem .6rem; border-radius: 999px;
          background: var(--plain-back); color: var(--ink); white-space: nowrap; }
        .pill.good { background: var(--good-back); color: var(--good); }
        .pill.bad { background: var(--bad-back); color: var(--bad); }
        .pill.busy { background: var(--busy-back); color: var(--busy); }
        .pill.ask { background: var(--ask-back); color: var(--ask); }
        .problem { background: var(--bad-back); color: var(--bad); padding: .5rem .75rem; border-radius: 6px; }
        .live { color: var(--busy); min-height: 1.5em; }
        .live:empty { display: none; }
        .beside { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); gap: 1.5rem; align-items: start; }
        .said { position: sticky; top: 1rem; }
        .transcript { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.25rem;
          white-space: pre-wrap; max-height: calc(100vh - 5rem); overflow: auto; line-height: 1.65; font-size: .95rem; }
        mark { background: var(--mark); color: inherit; border-radius: 3px; padding: .05em 0; cursor: pointer; }
        mark.lit, mark:has(> .anchor:target) { background: var(--lit); color: var(--lit-ink); }
        .steps { list-style: none; margin: 0; padding: 0; }
        .step { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .85rem 1.1rem; margin: 0 0 .75rem; }
        .step.lit { border-color: var(--accent); }
        .head { display: flex; gap: .6rem; align-items: baseline; }
        .head h3 { flex: 1; }
        .number { color: var(--quiet); font-variant-numeric: tabular-nums; min-width: 1.4rem; }
        .step > p, .step > .chips, .step > .trace { margin-left: 2rem; }
        .step > form { margin: .5rem 0 0 2rem; }
        .step > p { color: var(--ink); margin-top: .25rem; margin-bottom: .4rem; }
        .chips { display: flex; flex-wrap: wrap; gap: .3rem .5rem; align-items: center; font-size: .85rem; margin-top: .35rem; }
        .chip { background: var(--plain-back); border-radius: 5px; padding: .05rem .45rem; }
        .files .chip { white-space: nowrap; }
        .chip.gate { background: var(--ask-back); color: var(--ask); }
        .trace:not(:empty) { margin-top: .6rem; padding-left: .8rem; border-left: 2px solid var(--line); font-size: .92rem; }
        .trace p { margin: .3rem 0; }
        .prompt { white-space: pre-line; max-width: 60rem; }
        .ask summary { cursor: pointer; color: var(--quiet); font-size: .9rem; }
        .say { color: var(--ink); white-space: pre-wrap; }
        .gated { color: var(--ask); white-space: pre-line; }
        .call { margin: .25rem 0; }
        .call summary span { margin-right: .6rem; }
        .call-running { color: var(--busy); }
        .call-error { color: var(--bad); }
        .outcome { color: var(--quiet) !important; font-size: .92rem; white-space: pre-wrap; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: .92rem; }
        th { text-align: left; font-weight: 550; color: var(--quiet); }
        th, td { padding: .35rem .9rem .35rem 0; border-top: 1px solid var(--line); vertical-align: top; }
        thead th { border-top: 0; }
        .runs, .files { list-style: none; padding: 0; margin: .75rem 0 0; }
        .runs li { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .75rem 1.1rem; margin-bottom: .6rem; }
        .runs .name { font-weight: 600; text-decoration: none; }
        .runs .name:hover { text-decoration: underline; }
        .files { margin: 0; }
        .files li { padding: .4rem 0; border-top: 1px solid var(--line); }
        .files summary, .call summary { cursor: pointer; }
        .files .name { font-weight: 550; margin-right: .75rem; }
        .sheet { overflow: auto; max-height: 28rem; padding: .4rem 0; }
        .sheet td, .sheet th { white-space: nowrap; }
        .paper { font-family: inherit; font-size: .92rem; line-height: 1.55; padding: .8rem 1rem; max-height: 28rem; }
        .values { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .15rem .9rem; margin: .4rem 0;
          background: var(--code); padding: .6rem .75rem; border-radius: 6px; font-size: .9rem; max-height: 20rem; overflow: auto; }
        .values dt { color: var(--quiet); }
        .values dd { margin: 0; white-space: pre-wrap; }
        .files li:first-child { border-top: 0; }
        .note { white-space: pre-wrap; border-left: 3px solid var(--line); padding-left: .75rem; }
        .fields { display: grid; gap: .35rem; max-width: 34rem; }
        label { font-size: .9rem; color: var(--quiet); }
        input, textarea, button, .button { font: inherit; border-radius: 6px; }
        input, textarea { padding: .45rem .6rem; border: 1px solid var(--line); background: var(--page); color: var(--ink); width: 100%; }
        button, .button { padding: .4rem 1rem; border: 1px solid var(--line); background: var(--card); color: var(--ink); cursor: pointer;
          display: inline-block; text-decoration: none; }
        button:hover, .button:hover { border-color: var(--accent); }
        .primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
        button.link { border: 0; background: none; color: var(--accent); padding: 0; text-decoration: underline; }
        .actions { display: flex; gap: .6rem; margin-top: .3rem; }
        .places a { text-decoration: none; color: var(--quiet); }
        .places a:hover { text-decoration: underline; }
        .places a[aria-current] { color: var(--ink); font-weight: 600; box-shadow: 0 2px 0 var(--accent); }
        .filters { display: flex; flex-wrap: wrap; gap: .6rem .9rem; align-items: end; margin: .9rem 0 1rem; }
        .filters > div { display: grid; gap: .2rem; min-width: 0; }
        .filters input, .filters select, .filters button { min-height: 2.6rem; }
        .filters .grow { flex: 1 1 16rem; }
        select { font: inherit; border-radius: 6px; padding: .45rem .6rem; border: 1px solid var(--line); background: var(--page);
          color: var(--ink); width: 100%; max-width: 100%; min-width: 0; }
        .runs li { display: flex; gap: .8rem; align-items: start; }
        .runs li > div { min-width: 0; flex: 1; }
        .runs p { margin: .2rem 0; }
        input[type=checkbox] { width: 1.1rem; height: 1.1rem; margin: .25rem 0 0; flex: none; accent-color: var(--accent); }
        .pages { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: baseline; }
        .sides { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 1rem; }
        .sides p { margin: 0 0 .2rem; }
        .sides .name { font-weight: 600; }
        .worse { border-color: var(--bad); }
        .worse h2 { color: var(--bad); }
        .worse ul { margin: 0; padding-left: 1.2rem; }
        .changes { list-style: none; margin: 0; padding: 0; }
        .change { border-top: 1px solid var(--line); padding: .45rem 0; }
        .change:first-child { border-top: 0; }
        .line { display: flex; flex-wrap: wrap; gap: .1rem .7rem; align-items: baseline; }
        .change summary { cursor: pointer; list-style-position: outside; }
        .change summary .line { display: inline-flex; max-width: calc(100% - 1.5rem); vertical-align: top; }
        .sign { width: 1rem; font-weight: 700; text-align: center; flex: none; }
        .what { font-weight: 550; min-width: 0; max-width: calc(100% - 1.75rem); }
        .change.same .what { font-weight: 400; color: var(--quiet); }
        .change.only_a .sign { color: var(--bad); }
        .change.only_b .sign { color: var(--good); }
        .change.changed .sign { color: var(--ask); }
        .change .wide { margin: .3rem 0 .3rem 1.7rem; }
        .change td { white-space: pre-wrap; min-width: 6rem; }
        .diff span { display: block; min-height: 1.5em; }
        .diff .plus { background: var(--good-back); color: var(--good); }
        .diff .minus { background: var(--bad-back); color: var(--bad); }
        .diff .at { color: var(--quiet); }
        .wrote { margin-right: .6rem; }
        @media (max-width: 40rem) {
          .top nav { order: 1; flex-basis: 100%; justify-content: space-between; gap: .15rem .4rem; font-size: .88rem; }
          .cards thead { position: absolute; left: -999px; }
          .cards tr { display: block; border-top: 1px solid var(--line); padding: .5rem 0; }
          .cards td { display: flex; gap: .75rem; align-items: baseline; border: 0; padding: .1rem 0; }
          .cards td::before { content: attr(data-column); color: var(--quiet); flex: 0 0 5rem; }
          .change table, .change tbody, .change tr, .change td, .change th { display: block; width: auto; }
          .change thead { position: absolute; left: -999px; }
          .change td { border: 0; padding: .1rem 0 .3rem; }
          .change td[data-side]::before { content: attr(data-side) ": "; color: var(--quiet); }
          .sides { grid-template-columns: minmax(0, 1fr); }
          .change .wide { margin-left: 0; }
          .filters > div { flex: 1 1 100%; }
        }
        @media (max-width: 24rem) {
          .top nav { font-size: .82rem; gap: .15rem .3rem; }
        }
        @media (max-width: 56rem) {
          main { padding: 1rem; }
          .top { padding: .6rem 1rem; }
          .beside { grid-template-columns: minmax(0, 1fr); gap: 1rem; }
          .said { position: static; }
          .transcript { max-height: 45vh; }
          .step > p, .step > .chips, .step > .trace, .step > form { margin-left: 0; }
        }
        """;

    private Stylesheet() {}
}
