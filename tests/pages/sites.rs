//! Twelve sites that do not exist, marked up as sites do.

use super::Site;

pub const SITES: [Site; 12] = [
    Site {
        name: "a blog engine with plugins",
        paragraph: "<p>$</p>",
        heading: "<h2 class=\"wp-block-heading\">$</h2>",
        quotation: "<blockquote class=\"wp-block-quote\"><p>$</p></blockquote>",
        between: &[
            "<figure class=\"wp-block-image size-large\"><img src=\"/a.jpg\" alt=\"The pier\"><figcaption class=\"wp-element-caption\">The pier at low tide. Photograph: Otto Lind</figcaption></figure>",
            "<div class=\"code-block code-block-1\"><div class=\"adsbygoogle\">Advertisement</div></div>",
            "<p class=\"has-text-align-center\"><strong>READ MORE:</strong> <a href=\"/x\">Ten things to do on a wet Sunday</a></p>",
        ],
        page: r##"<!DOCTYPE html><html lang="en-GB"><head><meta charset="UTF-8"><title>{title} - Lowmark Lantern</title>
<meta name="description" content="News from the Sound"><link rel="canonical" href="https://lantern.example/{slug}/">
<meta property="og:type" content="article"><meta property="og:title" content="{title} - Lowmark Lantern"><meta property="og:site_name" content="Lowmark Lantern">
<meta property="article:published_time" content="{iso}T08:12:44+00:00"><meta property="article:modified_time" content="2024-02-01T10:00:00+00:00">
<script type="application/ld+json" class="yoast-schema-graph">{"@context":"https://schema.org","@graph":[{"@type":"WebPage","@id":"https://lantern.example/{slug}/","name":"{title} - Lowmark Lantern","datePublished":"{iso}T08:12:44+00:00"},{"@type":"NewsArticle","headline":"{title}","datePublished":"{iso}T08:12:44+00:00","author":{"@type":"Person","name":"{author}"},"publisher":{"@id":"#org"}},{"@type":"Organization","@id":"#org","name":"Lowmark Lantern"}]}</script></head>
<body class="post-template-default single single-post"><a class="skip-link screen-reader-text" href="#content">Skip to content</a>
<header id="masthead" class="site-header"><p class="site-title"><a href="/">Lowmark Lantern</a></p><nav id="site-navigation" class="main-navigation"><button>Menu</button><ul><li><a href="/news">News</a></li><li><a href="/sport">Sport</a></li><li><a href="/tides">Tides</a></li></ul></nav></header>
<main id="primary" class="site-main"><article id="post-4711" class="post-4711 post type-post status-publish hentry category-news">
<header class="entry-header"><h1 class="entry-title">{title}</h1><div class="entry-meta"><span class="posted-on">Posted on <a href="/{slug}"><time class="entry-date published" datetime="{iso}T08:12:44+00:00">{day}</time><time class="updated" datetime="2024-02-01T10:00:00+00:00">1 February 2024</time></a></span><span class="byline"> by <span class="author vcard"><a class="url fn n" href="/author/x">{author}</a></span></span></div></header>
<div class="entry-content">
{body}<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Share this:</h3><ul><li><a href="#">Twitter</a></li><li><a href="#">Facebook</a></li></ul></div>
<div id="jp-relatedposts" class="jp-relatedposts"><h3 class="jp-relatedposts-headline"><em>Related</em></h3><p>A seal in the harbour</p><p>Council to paint the bridge green</p></div></div>
<footer class="entry-footer"><span class="cat-links">Posted in <a href="/news">News</a></span><span class="tags-links">Tagged <a href="/t/1">harbour</a>, <a href="/t/2">island</a></span></footer></article>
<nav class="navigation post-navigation"><div class="nav-previous"><a href="/p">Previous: Rain again</a></div></nav>
<div id="comments" class="comments-area"><h2 class="comments-title">3 thoughts on “{title}”</h2><ol class="comment-list"><li class="comment"><article class="comment-body"><footer class="comment-meta"><b class="fn">grumpy_gull</b> says: <time datetime="2024-03-01T10:00:00+00:00">1 March 2024</time></footer><div class="comment-content"><p>I have been saying this for years and nobody listens to me, not the council, not the board, and certainly not my neighbours, who have a louder dog than mine.</p></div></article></li><li class="comment"><article class="comment-body"><div class="comment-content"><p>Well said, gull. The dog is loud, and the rates go up every single year all the same.</p></div></article></li></ol><div id="respond"><h3>Leave a Reply</h3><form><p>Your email address will not be published.</p><textarea></textarea></form></div></div></main>
<aside id="secondary" class="widget-area"><section class="widget widget_recent_entries"><h2>Recent Posts</h2><ul><li><a href="/1">A seal in the harbour</a></li><li><a href="/2">Fog delays fog signal</a></li></ul></section></aside>
<footer id="colophon"><div class="site-info">Proudly powered by tea. © 2024 Lowmark Lantern</div></footer></body></html>"##,
    },
    Site {
        name: "a broadcaster with generated class names",
        paragraph: "<div data-component=\"text-block\" class=\"ssrcss-11r1m41-RichTextComponentWrapper ep2nwvo0\"><div class=\"ssrcss-7uxr49-RichTextContainer e5tfeyi1\"><p class=\"ssrcss-1q0x1qg-Paragraph e1jhz7w10\">$</p></div></div>",
        heading: "<div data-component=\"subheadline-block\" class=\"ssrcss-18mjolk-ComponentWrapper ep2nwvo1\"><h2 class=\"ssrcss-1kfvhz4-StyledHeading e10rt3ze0\">$</h2></div>",
        quotation: "<div data-component=\"text-block\" class=\"ssrcss-11r1m41-RichTextComponentWrapper\"><blockquote>$</blockquote></div>",
        between: &[
            "<div data-component=\"image-block\" class=\"ssrcss-ab5fd8-StyledFigureContainer\"><figure><div><span class=\"ssrcss-11kpz0x-Placeholder\"><img alt=\"Boats\" src=\"b.jpg\"></span></div><figcaption class=\"ssrcss-17x6cft-FigureCaption\"><span class=\"visually-hidden\">Image caption, </span>Boats wait for the tide</figcaption></figure></div>",
            "<div data-component=\"links-block\" class=\"ssrcss-1if1g9v-StyledLinkBlock\"><ul role=\"list\"><li><a href=\"/n/1\">The town that moved its clock</a></li><li><a href=\"/n/2\">Why gulls like chips</a></li></ul></div>",
        ],
        page: r##"<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"/><title>{title} - Sound Broadcasting News</title><meta property="og:title" content="{title}"/><meta property="og:site_name" content="Sound Broadcasting"/>
<script type="application/ld+json">{"@context":"http://schema.org","@type":"ReportageNewsArticle","url":"https://sbn.example/news/{slug}","publisher":{"@type":"NewsMediaOrganization","name":"Sound Broadcasting"},"datePublished":"{iso}T17:03:21.000Z","dateModified":"2024-03-03T09:00:00.000Z","headline":"{title}","author":[{"@type":"Person","name":"{author}"}]}</script></head><body><div id="root">
<header role="banner" class="ssrcss-1v9c5w3-Header"><div class="ssrcss-x"><nav role="navigation" aria-label="SBN"><ul><li><a href="/">Home</a></li><li><a href="/weather">Weather</a></li><li><a href="/iplay">Play</a></li></ul></nav></div></header>
<div class="ssrcss-1ocoo3l-Wrap e42f8511"><main id="main-content" class="ssrcss-1ad0ypt-MainContent"><article class="ssrcss-pv1rh6-ArticleWrapper">
<header data-component="headline-block" class="ssrcss-c9hbim-ComponentWrapper"><h1 id="main-heading" tabindex="-1" class="ssrcss-1s9pby4-Heading"><span role="text">{title}</span></h1></header>
<div data-component="byline-block" class="ssrcss-sl9b0u"><div class="ssrcss-68pt20-Text-TextContributorName">By {author}</div><div class="ssrcss-84ltp5-Text">Sound Broadcasting News</div></div>
<div data-component="metadata-block" class="ssrcss-7p9v3r"><ul class="ssrcss-1ik71mx-MetadataStripContainer"><li><div class="ssrcss-m5j4pi-MetadataText"><span class="visually-hidden">Published</span><span aria-hidden="true"><time data-testid="timestamp" datetime="{iso}T17:03:21.000Z">{day}</time></span></div></li></ul><div class="share-tools"><button>Share</button></div></div>
{body}<section data-component="tag-list" class="ssrcss-1szabdv-StyledTagContainer"><h2>Related Topics</h2><ul><li><a href="/t/a">Harbours</a></li><li><a href="/t/b">Local government</a></li></ul></section>
<section data-component="links-block"><h2>More on this story</h2><ul role="list"><li><div><a href="/n/3"><span>Storm season was the worst in forty years</span></a><div>Published 2 January 2020</div></div></li></ul></section></article></main>
<div class="ssrcss-11kpz0x" role="complementary"><h2>Top stories</h2><ol><li><a href="/n/4">The long goodbye of the paper ticket, and who is going to miss it most</a></li><li><a href="/n/5">Bees move into town hall</a></li></ol></div></div>
<footer><ul><li>Terms of use</li><li>Cookies</li></ul><p>© 2024 Sound Broadcasting. We are not responsible for the content of external sites.</p></footer></div></body></html>"##,
    },
    Site {
        name: "a broadsheet",
        paragraph: "<p class=\"dcr-s3ycb2\">$</p>",
        heading: "<h2 id=\"sub\" class=\"dcr-1x\"><strong>$</strong></h2>",
        quotation: "<blockquote class=\"quoted dcr-nte8ol\"><p>$</p></blockquote>",
        between: &[
            "<figure id=\"img2\" data-spacefinder-role=\"inline\" class=\"dcr-173mewl\"><picture><img src=\"c.jpg\"></picture><figcaption class=\"dcr-fd61eq\"><span>The quay in winter.</span> Photograph: Mina Roe/The Sentinel</figcaption></figure>",
            "<aside data-spacefinder-role=\"supporting\" data-gu-name=\"pullquote\" class=\"dcr-scql1j\"><svg></svg><p>“Nobody looks here, nobody has looked here in years”</p><footer><cite>A reader</cite></footer></aside>",
            "<gu-island name=\"EmailSignUp\"><div class=\"newsletter\"><p>Sign up to First Light</p><p>Free daily newsletter</p></div></gu-island>",
        ],
        page: r##"<!doctype html><html lang="en"><head><title>{title} | Islands | The Saltmere Sentinel</title><meta charset="utf-8">
<meta property="og:title" content="{title}"/><meta property="og:site_name" content="the Sentinel"/><meta property="article:published_time" content="{iso}T11:00:17.000Z"/><meta property="article:author" content="https://sentinel.example/profile/x"/><meta name="author" content="{author}"/><link rel="canonical" href="https://sentinel.example/{slug}"/></head><body>
<div id="bannerandheader"><header><div class="top-bar"><a href="/support">Support the Sentinel</a> Fund independent journalism for the price of a bun</div><nav data-component="nav2"><ul><li>News</li><li>Opinion</li><li>Sport</li></ul></nav></header></div>
<main data-layout="StandardLayout"><article><div data-gu-name="media"><figure id="main"><img src="m.jpg"><figcaption>A view that has not changed since 1900. Photograph: Mina Roe/The Sentinel</figcaption></figure></div>
<div data-gu-name="title"><a href="/islands">Islands</a></div><div data-gu-name="headline"><h1 class="dcr-y70er9">{title}</h1></div>
<div data-gu-name="standfirst" class="dcr-standfirst"><div data-gu-name="meta"><div><address aria-label="Contributor info"><div><a rel="author" href="/profile/x">{author}</a></div></address><details><summary>{day} 12.00 CEST</summary>Last modified on 1 February 2024 09.00 CET</details></div></div></div>
<div data-gu-name="body"><div id="maincontent" class="article-body-commercial-selector"><div class="article-body-viewer-selector">
{body}</div></div>
<div class="submeta"><div>Explore more on these topics</div><ul><li><a href="/a">Islands</a></li><li><a href="/b">Transport</a></li><li><a href="/c">news</a></li></ul><div><a href="/r">Reuse this content</a></div></div></div></article></main>
<section id="contribution"><h2>There is a reason not to support us</h2><p>You may not be able to afford to pay for news right now. That is why our reporting is open for everyone to read. But if you are, there are good reasons to make the choice to support us today, and all of them are good.</p></section>
<section data-component="comments"><h2>Comments (212)</h2><div class="comment"><p>Typical. They will spend the money on another roundabout, mark my words, as they did when my father wrote to this newspaper in 1986.</p></div></section>
<section data-component="most-viewed"><h2>Most viewed</h2><ol><li><a href="/1">The secret life of lighthouse keepers and their very patient wives</a></li><li><a href="/2">Quiz: which tide are you?</a></li></ol></section>
<footer><p>© 2024 Saltmere Sentinel Media. All rights reserved.</p></footer></body></html>"##,
    },
    Site {
        name: "a city paper with paywall furniture",
        paragraph: "<p class=\"css-at9mc1 evys1bk0\">$</p>",
        heading: "<h2 class=\"css-13o6u42 eoo0vm40\">$</h2>",
        quotation: "<blockquote class=\"css-1yl5kh4\"><p class=\"css-at9mc1 evys1bk0\">$</p></blockquote>",
        between: &[
            "</div></div><div class=\"css-13y32ub e1mnbz1j0\"><div id=\"story-ad-1-wrapper\" class=\"css-ad\"><a href=\"#after\">SKIP ADVERTISEMENT</a><p>Advertisement</p></div></div><div class=\"css-s99gbd StoryBodyCompanionColumn\"><div class=\"css-53u6y8\">",
            "</div></div><div data-testid=\"imageblock-wrapper\"><figure class=\"sizeMedium\" aria-label=\"media\" role=\"group\"><img src=\"d.jpg\"><figcaption data-testid=\"photoviewer-children-caption\"><span class=\"css-jevhma\">The market before dawn.</span><span class=\"css-1u46b97\">Credit...Joon Park for The Courier</span></figcaption></figure></div><div class=\"css-s99gbd StoryBodyCompanionColumn\"><div class=\"css-53u6y8\">",
        ],
        page: r##"<!DOCTYPE html><html lang="en" class="story"><head><title data-rh="true">{title} - The Northgate Courier</title><meta data-rh="true" property="og:title" content="{title}"/><meta data-rh="true" name="byl" content="By {author}"/><meta data-rh="true" property="article:published" content="{iso}T09:00:08.000Z"/><meta name="pdate" content="20240101"/>
<script data-rh="true" type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"{title}","datePublished":"{iso}T09:00:08.000Z","dateModified":"2024-01-02T00:00:00Z","author":[{"@type":"Person","name":"{author}","url":"https://courier.example/by/x"}],"publisher":{"@id":"https://courier.example/#publisher"},"isAccessibleForFree":false}</script>
<script data-rh="true" type="application/ld+json">{"@context":"https://schema.org","@type":"NewsMediaOrganization","name":"The Northgate Courier","@id":"https://courier.example/#publisher"}</script></head><body><div id="app"><div><div class="NavigationBar"><header><a href="/">The Northgate Courier</a><button>Subscribe for 1 crown a week</button></header></div>
<main id="site-content"><article id="story" class="css-1vxca1d e1lmdhsb0"><div id="top-wrapper"><p>Advertisement</p></div>
<header class="css-1b8b5sd"><h1 id="link-4" class="css-88wicj e1h9rw200" data-testid="headline">{title}</h1><p id="article-summary" class="css-79elbk"></p>
<div class="css-18e8msd"><div class="css-vp77d3 epjyd6m0"><p class="css-4anu6l e1jsehar1"><span class="byline-prefix">By </span><span class="last-byline" itemprop="name">{author}</span></p></div><ul class="css-ki347z"><li><time class="css-k008qs e16638kd0" datetime="{iso}T05:00:08-04:00"><span>{us}</span></time></li></ul></div></header>
<section name="articleBody" class="meteredContent css-1r7ky0e"><div class="css-s99gbd StoryBodyCompanionColumn"><div class="css-53u6y8">
{body}</div></div></section><div class="bottom-of-article"><div class="css-1ubp8k9"><p>{author} covers the town and its rivers. <span><a href="/by/x">More about {author}</a></span></p></div>
<div class="css-k"><p>A version of this article appears in print on , Section B, Page 3 of the Northgate edition.</p><div><a href="/reprints">Order Reprints</a> | <a href="/paper">Today’s Paper</a> | <a href="/sub">Subscribe</a></div></div></div></article>
<div id="recirc"><section><h2>More In Towns</h2><article><a href="/t1"><h3>The baker who would be mayor, if the mayor would be a baker</h3></a><p>By Joon Park</p></article><article><a href="/t2"><h3>A street with two names</h3></a></article></section></div></main>
<footer><nav><ul><li>© 2024 The Northgate Courier Company</li><li>Contact Us</li><li>Accessibility</li></ul></nav></footer></div></div></body></html>"##,
    },
    Site {
        name: "tables of the nineties",
        paragraph: "$<br><br>",
        heading: "<b>$</b><br><br>",
        quotation: "<blockquote>$</blockquote>",
        between: &[
            "<table align=right width=180><tr><td><img src=e.gif><br><font size=1><i>The old pier. (Staff photo)</i></font></td></tr></table>",
        ],
        page: r##"<HTML><HEAD><TITLE>The Hallow Gazette - {title}</TITLE><META NAME="date" CONTENT="{iso}"></HEAD><BODY BGCOLOR="#FFFFFF">
<TABLE WIDTH=760 CELLPADDING=0><TR><TD COLSPAN=2><IMG SRC="logo.gif" ALT="The Hallow Gazette"></TD></TR><TR><TD WIDTH=150 VALIGN=top BGCOLOR="#EEEEEE"><FONT SIZE=2><A HREF="/">Front page</A><BR><A HREF="/n">News</A><BR><A HREF="/s">Sports</A><BR><A HREF="/o">Obituaries</A><BR><A HREF="/c">Classifieds</A></FONT></TD>
<TD WIDTH=610 VALIGN=top><H1>{title}</H1><FONT SIZE=2>By {author}<BR>{us}</FONT><BR><BR>
<FONT FACE="Times">{body}</FONT></TD></TR><TR><TD COLSPAN=2 ALIGN=center><FONT SIZE=1><A HREF="mailto:desk@hallow.example">Write to the editor</A> | <A HREF="/sub">Subscribe</A><BR>Copyright 1999-2024 The Hallow Gazette</FONT></TD></TR></TABLE></BODY></HTML>"##,
    },
    Site {
        name: "a regional chain with asset blocks",
        paragraph: "<p>$</p>",
        heading: "<h3>$</h3>",
        quotation: "<blockquote><p>$</p></blockquote>",
        between: &[
            "<div id=\"tncms-region-article_instory_top\" class=\"tncms-region\"><div class=\"inline-asset inline-article related-content\"><a href=\"/r\">People are also reading… Fog signal silent for repairs</a></div></div>",
            "<div class=\"subscriber-preview subscriber-only hide\"></div>",
            "<div class=\"inline-asset inline-image\"><figure class=\"photo\"><img src=\"f.jpg\"><figcaption class=\"caption\"><span class=\"caption-text\"><p>A morning at the fish hall.</p></span><span class=\"credit\">Kit Moss, Herald-Tribune</span></figcaption></figure></div>",
        ],
        page: r##"<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | Local News | heraldtribune.example</title><meta property="og:title" content="{title}"><meta property="og:site_name" content="Hallow Herald-Tribune"><meta name="author" content="{author}">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","name":"{title}","headline":"{title}","url":"https://heraldtribune.example/{slug}.html","datePublished":"{iso}T19:30:00-05:00","dateModified":"2024-02-02T00:00:00-05:00","author":{"@type":"Person","name":"{author}"},"publisher":{"@type":"Organization","name":"Hallow Herald-Tribune"}}</script></head><body class="app-editorial">
<div id="site-container"><header><nav class="navbar"><ul><li><a href="/">Home</a></li><li><a href="/obits">Obituaries</a></li><li><a href="/jobs">Jobs</a></li></ul></nav><div class="breaking-alert">Winter storm warning until Friday <a href="/w">Read more</a></div></header>
<article id="asset-1" class="asset editorial-article"><div class="row"><div class="col-sm-12"><header class="asset-header"><h1 class="headline"><span itemprop="headline">{title}</span></h1></header>
<div class="meta"><ul class="list-inline"><li><span itemprop="author" class="tnt-byline">{author}</span></li><li class="hidden-print"><time datetime="{iso}T19:30:00-05:00" class="tnt-date asset-date text-muted">{us}</time></li></ul></div><div class="social-share-links"><ul><li><a href="#">Facebook</a></li><li><a href="#">Email</a></li></ul></div></div></div>
<div class="asset-content subscriber-premium"><div class="asset-photo main"><figure><img src="g.jpg"><figcaption class="caption">The street as it was. <span class="credit">File photo</span></figcaption></figure></div>
<div id="article-body" class="asset-body" itemprop="articleBody"><div class="lee-article-text">
{body}</div></div><div class="asset-tagline"><p>Contact the newsroom at 555-0100 or news@heraldtribune.example.</p></div></div></article>
<div class="newsletter-signup"><h4>Be the first to know</h4><p>Get local news delivered to your inbox!</p><form><input type="email"></form></div>
<section class="block"><h3>Most Popular</h3><div class="card"><a href="/m1">Bakery wins prize for a loaf that nobody was allowed to eat</a></div><div class="card"><a href="/m2">Road closed for ducks</a></div></section>
<div id="comments"><h4>Comments</h4><p>Keep it clean. Please avoid obscene, vulgar, lewd, racist or sexually-oriented language. Please turn off your caps lock.</p></div><footer><p>© Copyright 2024 Hallow Herald-Tribune</p></footer></div></body></html>"##,
    },
    Site {
        name: "a wire service",
        paragraph: "<p>$</p>",
        heading: "<h2>$</h2>",
        quotation: "<blockquote><p>$</p></blockquote>",
        between: &[
            "<div class=\"HtmlModuleEnhancement\" data-align-center><div class=\"fs-feed-ad\"></div></div>",
            "<div class=\"PageListEnhancementGeneric\"><div class=\"PageListEnhancementGeneric-title\">Related Stories</div><div class=\"PagePromo\"><a class=\"Link\" href=\"/h1\"><span class=\"PagePromoContentIcons-text\">Island school rings its bell for two pupils</span></a></div></div>",
        ],
        page: r##"<!DOCTYPE html><html class="ArticlePage" lang="en"><head><meta charset="UTF-8"><meta property="og:title" content="{title}"><meta property="og:site_name" content="Meridian News"><meta property="article:published_time" content="{iso}T21:02:07"><title>{title} | Meridian News</title>
<script type="application/ld+json">[{"@context":"http://schema.org","@type":"NewsArticle","headline":"{title}","datePublished":"{iso}T21:02:07Z","author":[{"@type":"Person","name":"{author}"}],"publisher":{"@type":"Organization","name":"Meridian News"}}]</script></head><body class="Page-body"><bsp-header class="Page-header"><div><ul class="MainNavigation-items"><li>World</li><li>Business</li><li>Science</li></ul></div></bsp-header>
<main class="Page-main"><div class="Page-twoColumn"><div class="Page-lead"><figure class="Figure"><img src="h.jpg"><figcaption class="Figure-caption"><p>A quay. (Meridian Photo/Lou Bell)</p></figcaption></figure></div><h1 class="Page-headline">{title}</h1>
<div class="Page-byline"><div class="Page-authors">By <a class="Link" href="/author/x">{author}</a></div><div class="Page-dateModified">Updated <bsp-timestamp data-timestamp="1684342927000">7:02 PM UTC, {us}</bsp-timestamp></div></div>
<div class="Page-storyBody gtmMainScrollContent"><div class="RichTextStoryBody RichTextBody">
{body}</div></div>
<div class="Page-authorInfo"><div class="AuthorInfo"><div class="AuthorInfo-authorBio">{author} is a Meridian News reporter on the Sound.</div></div></div></div>
<div class="Page-aside"><h2>Most read</h2><div class="PageList-items"><div class="PageList-items-item"><a href="/i1">A whale, a wall and a week of waiting: how one town learned patience</a></div><div class="PageList-items-item"><a href="/i2">Takeaways from the tide tables</a></div></div></div></main><footer class="Page-footer"><p>Copyright 2024 Meridian News. All Rights Reserved.</p></footer></body></html>"##,
    },
    Site {
        name: "an accelerated page",
        paragraph: "<p class=\"amp-p\">$</p>",
        heading: "<h2>$</h2>",
        quotation: "<blockquote>$</blockquote>",
        between: &[
            "<amp-ad width=300 height=250 type=\"x\"><div placeholder>Advertisement</div></amp-ad>",
            "<amp-img src=\"j.jpg\" width=1 height=1></amp-img><p class=\"caption\">The hall in 1931</p>",
        ],
        page: r##"<!doctype html><html amp lang="en"><head><meta charset="utf-8"><title>{title}</title><link rel="canonical" href="https://evening.example/{slug}"><style amp-custom>body{margin:0}</style>
<script type="application/ld+json">{"@context":"http://schema.org","@type":"NewsArticle","mainEntityOfPage":"https://evening.example/{slug}","headline":"{title}","datePublished":"{iso}T06:00:00+02:00","author":{"@type":"Person","name":"{author}"},"publisher":{"@type":"Organization","name":"The Evening Mercury","logo":{"@type":"ImageObject","url":"https://evening.example/l.png"}}}</script></head><body>
<amp-sidebar id="sidebar" layout="nodisplay"><ul><li><a href="/">Home</a></li><li><a href="/c">Crime</a></li></ul></amp-sidebar><header class="masthead"><button on="tap:sidebar.toggle">☰</button> The Evening Mercury</header>
<main><article><h1>{title}</h1><p class="byline">By {author}</p><p class="timestamp">Published {day}</p><amp-social-share type="email"></amp-social-share>
<div class="article-content">{body}</div></article><section class="related"><h3>You may also like</h3><ul><li><a href="/k1">The dog that took the tram</a></li><li><a href="/k2">Six soups for autumn, and one that is not for you</a></li></ul></section></main>
<amp-consent id="consent"><div id="ui">We and our 812 partners store information on your device. <button>Accept</button></div></amp-consent><footer>© The Evening Mercury</footer></body></html>"##,
    },
    Site {
        name: "a content management system of nodes and fields",
        paragraph: "<p class=\"rtejustify\">$</p>",
        heading: "<h4>$</h4>",
        quotation: "<blockquote><p>$</p></blockquote>",
        between: &[
            "<div class=\"dnd-atom-wrapper type-image context-sdl_editor_representation\"><div class=\"dnd-drop-wrapper\"><img src=\"l.jpg\"></div><div class=\"dnd-legend-wrapper caption\"><div class=\"meta\">The river from above. © Town archive</div></div></div>",
        ],
        page: r##"<!DOCTYPE html><html lang="en" dir="ltr" prefix="og: http://ogp.me/ns#"><head><meta charset="utf-8"/><meta name="Generator" content="CMS 9"/><meta name="dcterms.title" content="{title}"/><meta name="dcterms.creator" content="{author}"/><meta name="dcterms.date" content="{iso}T10:00+01:00"/><title>{title} | Riverside Weekly</title></head>
<body class="html not-front node-type-article"><div id="skip-link"><a href="#main">Skip to main content</a></div><div id="page"><div class="region region-header"><div id="block-menu"><ul class="menu"><li class="first leaf"><a href="/">Start</a></li><li class="leaf"><a href="/letters">Letters</a></li><li class="last leaf"><a href="/about">About us</a></li></ul></div></div>
<div id="main" role="main"><div class="breadcrumb"><a href="/">Home</a> » <a href="/local">Local</a></div><h1 class="page-title">{title}</h1><div class="tabs"></div>
<div id="node-88" class="node node-article view-mode-full clearfix"><div class="submitted">Submitted by {author} on <time pubdate datetime="{iso}T10:00:00+01:00">{day} - 10:00</time></div>
<div class="content"><div class="field field-name-body field-type-text-with-summary field-label-hidden"><div class="field-items"><div class="field-item even" property="content:encoded">
{body}</div></div></div><div class="field field-name-field-tags"><div class="field-label">Tags: </div><div class="field-items"><div class="field-item even"><a href="/tag/river">River</a></div></div></div></div>
<ul class="links inline"><li class="comment-add"><a href="/c">Add new comment</a></li><li class="statistics_counter"><span>412 reads</span></li></ul></div></div>
<div class="region region-sidebar-second"><div class="block block-views"><h2>Popular content</h2><ul><li><a href="/q1">Letter: the bench has gone again, and I should like to know who has it</a></li><li><a href="/q2">Choir seeks basses</a></li></ul></div></div>
<div class="region region-footer"><p>Riverside Weekly, 4 Weir Lane. Printed on paper that was paper before.</p></div></div></body></html>"##,
    },
    Site {
        name: "a press office",
        paragraph: "<p>$</p>",
        heading: "<h2>$</h2>",
        quotation: "<blockquote><p>$</p></blockquote>",
        between: &[""],
        page: r##"<!DOCTYPE html><html lang="en" class="govuk-template"><head><meta charset="utf-8"><title>{title} - TOWN.EXAMPLE</title><meta property="og:title" content="{title}"><meta property="og:site_name" content="TOWN.EXAMPLE">
<script type="application/ld+json">{"@context":"http://schema.org","@type":"NewsArticle","headline":"{title}","datePublished":"{iso}T00:00:01.000+01:00","publisher":{"@type":"Organization","name":"Town Office"}}</script></head><body class="govuk-template__body">
<div id="global-cookie-message" role="region" aria-label="cookie banner"><h2>Cookies on TOWN.EXAMPLE</h2><p>We use some essential cookies to make this website work. We would like to set additional cookies to understand how you use it.</p><button>Accept additional cookies</button></div>
<header role="banner"><a href="/">TOWN.EXAMPLE</a><nav aria-label="Menu"><ul><li>Services and information</li><li>Departments</li></ul></nav></header>
<div class="govuk-breadcrumbs"><ol><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ol></div><main role="main" id="content"><div class="gem-c-title"><span class="govuk-caption-xl">Press release</span><h1 class="gem-c-title__text">{title}</h1></div>
<div class="gem-c-metadata"><dl><dt>From:</dt><dd><a href="/office">Town Office</a></dd><dt>Published</dt><dd>{day}</dd></dl></div>
<div class="gem-c-govspeak govuk-govspeak"><div class="govspeak">
{body}</div></div>
<div class="gem-c-published-dates" id="full-publication-update-history"><p>Published {day}</p><a href="#">Contents</a></div><div class="gem-c-share-links"><h2>Share this page</h2><ul><li><a href="#">Share on Facebook</a></li></ul></div>
<aside><h2>Related content</h2><ul><li><a href="/u1">Opening hours of the office</a></li></ul></aside></main><div class="gem-c-feedback"><h2>Is this page useful?</h2><form><button>Yes</button><button>No</button></form></div>
<footer role="contentinfo"><ul><li>Help</li><li>Privacy</li></ul><p>All content is available under the Open Town Licence, except where otherwise stated</p></footer></body></html>"##,
    },
    Site {
        name: "a tabloid of divisions",
        paragraph: "<p class=\"mol-para-with-font\"><span>$</span></p>",
        heading: "<h3 class=\"mol-factbox-title\">$</h3>",
        quotation: "<blockquote class=\"bq\">$</blockquote>",
        between: &[
            "<div class=\"artSplitter mol-img-group\"><div class=\"mol-img\"><div class=\"image-wrap\"><img src=\"n.jpg\"></div></div><p class=\"imageCaption\">Stunned: A view of the spot where it all happened</p></div>",
            "<div class=\"art-ins mol-factbox related-replace\"><h3>RELATED ARTICLES</h3><ul class=\"rotator-panels\"><li><a href=\"/o1\">Seagull stole my sandwich and my heart</a></li><li><a href=\"/o2\">Is this the wettest man in the county?</a></li></ul></div>",
            "<div class=\"mpu_puff_wrapper\"><div class=\"adHolder\">Advertisement</div></div>",
        ],
        page: r##"<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title} | Daily Beacon Online</title><meta property="og:title" content="{title}"/><meta property="og:site_name" content="Beacon Online"/><meta property="article:published_time" content="{iso}T23:02:11+0100"/><meta property="article:modified_time" content="2024-04-04T01:00:00+0100"/></head><body>
<div id="top"></div><div class="page-header bdrgr2"><ul class="nav-primary"><li><a href="/">Home</a></li><li><a href="/showbiz">Showbiz</a></li><li><a href="/money">Money</a></li></ul></div>
<div id="page-container"><div class="article wide heading-tag-switch"><div class="alpha"><div id="js-article-text" class="article-text wide"><h1>{title}</h1><ul class="mol-bullets-with-font"></ul>
<p class="author-section byline-plain">By <a class="author" href="/x">{author}</a> For Beacon Online</p><p class="byline-section"><span class="article-timestamp article-timestamp-published"><span class="article-timestamp-label">Published:</span> <time datetime="{iso}T23:02:11+0100">00:02, {day}</time></span> | <span class="article-timestamp article-timestamp-updated"><span class="article-timestamp-label">Updated:</span> <time datetime="2024-04-04T01:00:00+0100">01:00, 4 April 2024</time></span></p>
<div id="articleIconLinksContainer"><ul><li>Share</li><li><a href="#">412 shares</a></li><li><a href="#comments">98 View comments</a></li></ul></div>
<div itemprop="articleBody">{body}</div></div>
<div id="external-source-links" class="column-content"><h4>Read more:</h4><ul><li><a href="/z">The original report</a></li></ul></div><div id="articleComments"><h3>Share or comment on this article</h3><div id="reader-comments"><h3>Comments 98</h3><div class="comment"><p class="comment-body comment-text">They should put me in charge for one week, that is all I would need, and a decent shovel and three good men to go with it.</p><p>salty_sam, Lowmark, 2 hours ago</p></div></div></div></div>
<div class="beta"><div class="femail item"><h2>DON'T MISS</h2><ul><li><a href="/d1"><strong>Actress wears a hat in the rain and is, onlookers say, still wearing it</strong></a></li><li><a href="/d2">Band splits, then does not</a></li></ul></div></div></div></div><div class="page-footer"><p>Published by Beacon Newspapers Ltd</p><p>Part of the Beacon Group</p></div></body></html>"##,
    },
    Site {
        name: "a page of plain modern elements, without a word in its head",
        paragraph: "<p>$</p>",
        heading: "<h2>$</h2>",
        quotation: "<figure class=\"quote\"><blockquote><p>$</p></blockquote></figure>",
        between: &[
            "<figure><img src=\"p.jpg\" alt=\"\"><figcaption>Early light on the water</figcaption></figure>",
            "<p><a href=\"/sub\"><em>This newsletter lives on subscriptions.</em></a></p>",
        ],
        page: r##"<!DOCTYPE html><html lang=en><meta charset=utf-8><title>{title} — Tide Notes</title><body><header><a href="/">Tide Notes</a><nav><a href="/archive">Archive</a> <a href="/about">About</a></nav></header>
<main><article><header><h1>{title}</h1><p>{author} · <time datetime="{iso}">{day}</time></p></header>
{body}
<footer><p>Thank you for reading. <a href="/share">Share this post</a></p></footer></article>
<section aria-label="comments"><h2>Discussion</h2><article><header>reader27</header><p>Lovely piece. My grandmother used to talk about it, though she had the year wrong and the weather right.</p></article></section>
<section><h2>Next</h2><ul><li><a href="/next">On the naming of winds</a> <time datetime="2024-05-05">5 May 2024</time></li></ul></section></main><footer>© {author}</footer></body></html>"##,
    },
];
