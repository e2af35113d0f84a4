/// How a page looks: on light and dark ground, in a narrow window, and printed.
enum PageStyle {
    static let sheet = """
        :root{--text:#1b1f24;--muted:#57606a;--line:#d5dae0;--paper:#fff;--raised:#f5f7f9;\
        --accent:#0b5394;--marked:#fdf3d7}
        @media screen and (prefers-color-scheme:dark){:root{--text:#e6e9ee;--muted:#a3acb8;\
        --line:#343b45;--paper:#14171c;--raised:#1d2128;--accent:#74b3f2;--marked:#3a3216}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
        body{margin:0 auto;max-width:76rem;padding:1.5rem clamp(1rem,4vw,2.5rem) 4rem;\
        background:var(--paper);color:var(--text);font:1rem/1.55 system-ui,sans-serif}
        h1{font-size:clamp(1.3rem,3vw,1.75rem);line-height:1.25;margin:0 0 .5rem;\
        text-wrap:balance;overflow-wrap:anywhere}
        h2{font-size:1.25rem;line-height:1.3;margin:3rem 0 1rem;padding-top:1rem;\
        border-top:1px solid var(--line)}
        p,ul{margin:.75rem 0;max-width:70ch;overflow-wrap:break-word}
        a{color:var(--accent)}
        blockquote{margin:0 0 1.25rem;color:var(--muted);font-style:italic}
        blockquote p{margin:0}
        code,pre{font:.9em/1.5 ui-monospace,monospace}
        code{overflow-wrap:anywhere}
        td code,th code{overflow-wrap:normal;font-weight:inherit}
        pre{overflow-x:auto;padding:.75rem 1rem;background:var(--raised);border-radius:.4rem}
        pre code{overflow-wrap:normal}
        #answer{padding:.25rem 1.25rem;background:var(--raised);border-left:.3rem solid \
        var(--accent);border-radius:0 .4rem .4rem 0}
        #answer>p:first-child{font-size:1.15rem;line-height:1.5}
        #answer>p{max-width:80ch}
        nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;padding:0;\
        margin:1.25rem 0 0;max-width:none}
        .scroll{overflow-x:auto;max-width:100%;margin:1rem 0}
        :focus-visible{outline:2px solid var(--accent);outline-offset:2px}
        table{border-collapse:collapse;font-size:.875rem;line-height:1.4;\
        font-variant-numeric:tabular-nums}
        caption{text-align:left;color:var(--muted);padding:0 0 .4rem;white-space:nowrap}
        th,td{padding:.3rem .65rem;text-align:left;vertical-align:baseline;white-space:nowrap;\
        border-bottom:1px solid var(--line);font-weight:400}
        thead th{vertical-align:bottom;font-weight:600;border-bottom:2px solid var(--muted);\
        white-space:normal;min-width:min-content}
        td:last-child:not(.right){white-space:normal;min-width:8rem}
        tbody tr:hover>*{background:var(--raised)}
        tbody th{position:sticky;left:0;background:var(--paper)}
        .right{text-align:right}
        .best,.tie{background:var(--marked)}
        th button{all:unset;cursor:pointer}
        th button:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
        th button::after{content:"\\a0↕";color:var(--muted);font-size:.8em;opacity:.6}
        th[aria-sort=ascending] button::after{content:"\\a0↑";opacity:1}
        th[aria-sort=descending] button::after{content:"\\a0↓";opacity:1}
        .filter{display:flex;flex-wrap:wrap;gap:.75rem;align-items:center;font-size:.875rem;\
        margin:1rem 0 -.5rem;color:var(--muted)}
        .filter input{font:inherit;padding:.25rem .5rem;color:var(--text);\
        background:var(--paper);border:1px solid var(--muted);border-radius:.3rem;width:14rem}
        figure{margin:1.75rem 0}
        figcaption{max-width:80ch;margin-bottom:.5rem;color:var(--muted)}
        figcaption strong{color:var(--text)}
        svg.chart{display:block;height:auto;max-width:100%}
        details{margin:.5rem 0}
        @media (max-width:40rem){body{padding-inline:.75rem}th,td{padding-inline:.4rem}
        tbody th span{display:block;width:max-content;max-width:38vw;white-space:normal}.filter{margin-bottom:.25rem}}
        summary{cursor:pointer;color:var(--accent)}
        @media print{@page{size:A4 landscape;margin:12mm}
        body{max-width:none;padding:0;font-size:10pt}
        nav,.filter,th button::after,figure details{display:none}
        .scroll{overflow:visible}pre{white-space:pre-wrap}h2{margin-top:1.5rem}
        table{font-size:7pt}th,td{padding:.15rem .35rem;white-space:normal}
        figure,tr,thead{break-inside:avoid}h2,thead,caption,figcaption{break-after:avoid}
        svg.chart{width:auto;max-width:170mm;max-height:135mm}#answer{background:none}}

        """
}
