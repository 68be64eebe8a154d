<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Change</name>
    <message>
        <source>layer %1, head %2</source>
        <translation>第 %1 层，第 %2 头</translation>
    </message>
    <message>
        <source>%1 off</source>
        <translation>关闭%1</translation>
    </message>
    <message>
        <source>masking %1</source>
        <translation>遮蔽%1</translation>
    </message>
    <message>
        <source>%1 on</source>
        <translation>打开%1</translation>
    </message>
    <message>
        <source>unmasking %1</source>
        <translation>取消遮蔽%1</translation>
    </message>
    <message>
        <source>interventions</source>
        <translation>干预</translation>
    </message>
    <message>
        <source>choosing nothing</source>
        <translation>清除选择</translation>
    </message>
    <message>
        <source>choosing %1</source>
        <translation>选择%1</translation>
    </message>
    <message>
        <source>head %1</source>
        <translation>第 %1 头</translation>
    </message>
    <message>
        <source>all heads</source>
        <translation>全部头</translation>
    </message>
    <message>
        <source>attention %1</source>
        <translation>注意力%1</translation>
    </message>
    <message>
        <source>attention %1 of %2</source>
        <translation>%2 的注意力%1</translation>
    </message>
    <message>
        <source>special tokens shown</source>
        <translation>显示特殊词元</translation>
    </message>
    <message>
        <source>special tokens hidden</source>
        <translation>隐藏特殊词元</translation>
    </message>
    <message>
        <source>special tokens renormalised</source>
        <translation>特殊词元重新归一化</translation>
    </message>
    <message>
        <source>model %1</source>
        <translation>模型 %1</translation>
    </message>
    <message>
        <source>answers about the module</source>
        <translation>模块的设定</translation>
    </message>
    <message>
        <source>image %1</source>
        <translation>图像 %1</translation>
    </message>
    <message>
        <source>caption</source>
        <translation>描述文本</translation>
    </message>
    <message>
        <source>mode %1</source>
        <translation>模式 %1</translation>
    </message>
    <message>
        <source>regions</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>layer %1, %2</source>
        <translation>第 %1 层，%2</translation>
    </message>
    <message>
        <source>layer %1</source>
        <translation>第 %1 层</translation>
    </message>
    <message>
        <source>heads together: %1</source>
        <translation>合并各头：%1</translation>
    </message>
    <message>
        <source>choosing words and patches</source>
        <translation>选择词与图像块</translation>
    </message>
    <message>
        <source>raw rows</source>
        <translation>原始行</translation>
    </message>
    <message>
        <source>conditional rows</source>
        <translation>条件行</translation>
    </message>
    <message>
        <source>fusion</source>
        <translation>融合</translation>
    </message>
    <message>
        <source>colours %1</source>
        <translation>色表 %1</translation>
    </message>
    <message>
        <source>overlay %1 %</source>
        <translation>叠加 %1%</translation>
    </message>
    <message>
        <source>smooth map</source>
        <translation>平滑热图</translation>
    </message>
    <message>
        <source>cells</source>
        <translation>单元格</translation>
    </message>
    <message>
        <source>change of the view</source>
        <translation>更改视图</translation>
    </message>
    <message>
        <source>view: %1</source>
        <translation>视图：%1</translation>
    </message>
    <message>
        <source>heads by layer</source>
        <translation>按层排列头</translation>
    </message>
    <message>
        <source>heads by number, largest first</source>
        <translation>按数值排列头，最大在前</translation>
    </message>
    <message>
        <source>heads by number, smallest first</source>
        <translation>按数值排列头，最小在前</translation>
    </message>
    <message>
        <source>all heads listed</source>
        <translation>列出全部头</translation>
    </message>
    <message>
        <source>only heads that are on</source>
        <translation>仅显示打开的头</translation>
    </message>
    <message>
        <source>only heads from %1</source>
        <translation>仅显示不小于 %1 的头</translation>
    </message>
    <message>
        <source>number %1</source>
        <translation>数值 %1</translation>
    </message>
    <message>
        <source>heads as numbers</source>
        <translation>头显示为数值</translation>
    </message>
    <message>
        <source>heads as maps</source>
        <translation>头显示为热图</translation>
    </message>
    <message>
        <source>overlay %1</source>
        <translation>叠加方式 %1</translation>
    </message>
    <message>
        <source>patch grid shown</source>
        <translation>显示图像块网格</translation>
    </message>
    <message>
        <source>patch grid hidden</source>
        <translation>隐藏图像块网格</translation>
    </message>
    <message>
        <source>swapping A and B</source>
        <translation>交换 A 与 B</translation>
    </message>
    <message>
        <source>pieces of words</source>
        <translation>显示词的片段</translation>
    </message>
    <message>
        <source>whole words</source>
        <translation>显示完整的词</translation>
    </message>
    <message>
        <source>all blocks</source>
        <translation>全部块</translation>
    </message>
    <message>
        <source>one block</source>
        <translation>单个块</translation>
    </message>
    <message>
        <source>pinning as A</source>
        <translation>固定为 A</translation>
    </message>
    <message>
        <source>unpinning A</source>
        <translation>取消固定 A</translation>
    </message>
    <message>
        <source>page of the figure</source>
        <translation>插图的页面</translation>
    </message>
</context>
<context>
    <name>ChoiceNames</name>
    <message>
        <source>hide</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>renormalise</source>
        <translation>重新归一化</translation>
    </message>
    <message>
        <source>raw</source>
        <translation>原始</translation>
    </message>
    <message>
        <source>conditional</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>by layer</source>
        <translation>按层</translation>
    </message>
    <message>
        <source>largest first</source>
        <translation>最大在前</translation>
    </message>
    <message>
        <source>smallest first</source>
        <translation>最小在前</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>those that are on</source>
        <translation>打开的头</translation>
    </message>
    <message>
        <source>number at least</source>
        <translation>数值不小于</translation>
    </message>
</context>
<context>
    <name>ColourBarText</name>
    <message>
        <source>× uniform</source>
        <translation>× 均匀分布</translation>
    </message>
</context>
<context>
    <name>ComparisonFigure</name>
    <message>
        <source>no difference</source>
        <translation>无差异</translation>
    </message>
    <message>
        <source>signed difference</source>
        <translation>带符号的差</translation>
    </message>
    <message>
        <source>above 0: A is larger · below 0: B is larger</source>
        <translation>大于 0：A 较大 · 小于 0：B 较大</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>标度</translation>
    </message>
    <message>
        <source>Special tokens</source>
        <translation>特殊词元</translation>
    </message>
    <message>
        <source>A: %1; B: %2</source>
        <translation>A：%1；B：%2</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>一致性</translation>
    </message>
    <message>
        <source>%1 (over %2 keys)</source>
        <translation>%1（%2 个键）</translation>
    </message>
    <message>
        <source>cosine similarity</source>
        <translation>余弦相似度</translation>
    </message>
    <message>
        <source>attention weight</source>
        <translation>注意力权重</translation>
    </message>
    <message>
        <source>one scale for A and B</source>
        <translation>A 与 B 共用一个标度</translation>
    </message>
    <message>
        <source>difference of similarities</source>
        <translation>相似度之差</translation>
    </message>
    <message>
        <source>difference of weights</source>
        <translation>权重之差</translation>
    </message>
    <message>
        <source>centred on 0</source>
        <translation>以 0 为中心</translation>
    </message>
    <message>
        <source>Caption of %1: %2</source>
        <translation>%1 的描述文本：%2</translation>
    </message>
    <message>
        <source>Predictions</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>… and %1 more</source>
        <translation>……另有 %1 个</translation>
    </message>
</context>
<context>
    <name>ComparisonText</name>
    <message>
        <source>words masked: %1</source>
        <translation>已遮蔽的词：%1</translation>
    </message>
    <message>
        <source>patches masked: %1</source>
        <translation>已遮蔽的图像块：%1</translation>
    </message>
    <message>
        <source>heads off: %1</source>
        <translation>关闭的头：%1</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>shown</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>renormalised</source>
        <translation>重新归一化</translation>
    </message>
    <message>
        <source>raw</source>
        <translation>原始</translation>
    </message>
    <message>
        <source>conditional</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>Match, %1</source>
        <translation>匹配，%1</translation>
    </message>
    <message>
        <source>Similarity</source>
        <translation>相似度</translation>
    </message>
    <message>
        <source>Logit, %1</source>
        <translation>Logit，%1</translation>
    </message>
    <message>
        <source>Writes</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>Caption</source>
        <translation>描述文本</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>Special tokens</source>
        <translation>特殊词元</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>改动</translation>
    </message>
    <message>
        <source>One looks at the image, the other one at words.</source>
        <translation>一个关注图像，另一个关注词。</translation>
    </message>
    <message>
        <source>One shows attention weights, the other one similarities.</source>
        <translation>一个显示注意力权重，另一个显示相似度。</translation>
    </message>
    <message>
        <source>One shows words, the other one their pieces.</source>
        <translation>一个显示词，另一个显示词的片段。</translation>
    </message>
    <message>
        <source>The images have other sizes: no place is the same in both.</source>
        <translation>两幅图像的尺寸不同：没有一处位置在两者中相同。</translation>
    </message>
    <message>
        <source>The regions lie in other places than the other view&apos;s keys.</source>
        <translation>区域的位置与另一视图的键不同。</translation>
    </message>
    <message>
        <source>Nothing is shown in both.</source>
        <translation>没有在两者中都显示的内容。</translation>
    </message>
    <message>
        <source>on the %1 grid, averaged by area</source>
        <translation>在 %1 网格上，按面积平均</translation>
    </message>
    <message>
        <source>on the %1 grid, weights divided by area</source>
        <translation>在 %1 网格上，权重按面积分摊</translation>
    </message>
    <message>
        <source>two images, place by place</source>
        <translation>两幅图像，逐处对应</translation>
    </message>
    <message>
        <source>equal words; in one caption only: %1</source>
        <translation>相同的词；仅在一个描述文本中：%1</translation>
    </message>
    <message>
        <source>weight on keys without difference: A %1, B %2</source>
        <translation>未计入差的键上的权重：A %1，B %2</translation>
    </message>
    <message>
        <source>equal</source>
        <translation>相同</translation>
    </message>
    <message>
        <source>other</source>
        <translation>不同</translation>
    </message>
    <message>
        <source>Entropy H / ln K</source>
        <translation>熵 H / ln K</translation>
    </message>
    <message>
        <source>Effective keys</source>
        <translation>有效键数</translation>
    </message>
    <message>
        <source>Largest similarity</source>
        <translation>最大相似度</translation>
    </message>
    <message>
        <source>Largest weight</source>
        <translation>最大权重</translation>
    </message>
    <message>
        <source>Weight shown</source>
        <translation>显示的权重和</translation>
    </message>
    <message>
        <source>Weight on special tokens</source>
        <translation>特殊词元权重和</translation>
    </message>
    <message>
        <source>At %1</source>
        <translation>在 %1 处</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>Σ a b / √(Σ a² Σ b²); 1: the same up to a factor</source>
        <translation>Σ a b / √(Σ a² Σ b²)；1：仅差一个倍数</translation>
    </message>
    <message>
        <source>Pearson</source>
        <translation>Pearson</translation>
    </message>
    <message>
        <source>the cosine of the deviations from the mean; −1 to 1</source>
        <translation>各值减去均值后的余弦；−1 至 1</translation>
    </message>
    <message>
        <source>Spearman</source>
        <translation>Spearman</translation>
    </message>
    <message>
        <source>Pearson of the ranks; −1 to 1</source>
        <translation>排名的 Pearson 系数；−1 至 1</translation>
    </message>
    <message>
        <source>Jensen–Shannon</source>
        <translation>Jensen–Shannon</translation>
    </message>
    <message>
        <source>%1 nat</source>
        <translation>%1 nat</translation>
    </message>
    <message>
        <source>H((p + q)/2) − (H(p) + H(q))/2 of the shares; 0: equal, 0.693: nothing in common</source>
        <translation>占比的 H((p + q)/2) − (H(p) + H(q))/2；0：相同，0.693：毫无重合</translation>
    </message>
    <message>
        <source>Total variation</source>
        <translation>全变差</translation>
    </message>
    <message>
        <source>Σ |p − q| / 2: the share of the weight that lies elsewhere; 0 to 1</source>
        <translation>Σ |p − q| / 2：位于别处的权重占比；0 至 1</translation>
    </message>
    <message numerus="yes">
        <source>%n other answers</source>
        <translation>
            <numerusform>其他 %n 个答案</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DepthFigure</name>
    <message>
        <source>Every query</source>
        <translation>每个查询</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>%1, %2 layers × %3 heads</source>
        <translation>%1，%2 层 × %3 头</translation>
    </message>
    <message>
        <source>Focus</source>
        <translation>焦点</translation>
    </message>
    <message>
        <source>every query, whatever is chosen</source>
        <translation>每个查询，与所选无关</translation>
    </message>
    <message>
        <source>Marked</source>
        <translation>标出</translation>
    </message>
</context>
<context>
    <name>DepthPlot</name>
    <message>
        <source>layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>smallest to largest head</source>
        <translation>最小至最大的头</translation>
    </message>
    <message>
        <source>each head</source>
        <translation>每个头</translation>
    </message>
    <message>
        <source>mean over heads</source>
        <translation>各头均值</translation>
    </message>
    <message>
        <source>head %1</source>
        <translation>第 %1 头</translation>
    </message>
    <message>
        <source>layer %1</source>
        <translation>第 %1 层</translation>
    </message>
    <message>
        <source>mean %1</source>
        <translation>均值 %1</translation>
    </message>
    <message>
        <source>head %1: %2</source>
        <translation>第 %1 头：%2</translation>
    </message>
    <message>
        <source>heads: %1 to %2</source>
        <translation>各头：%1 至 %2</translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message>
        <source>text→image</source>
        <translation>文本→图像</translation>
    </message>
    <message>
        <source>image→text</source>
        <translation>图像→文本</translation>
    </message>
    <message>
        <source>text→text</source>
        <translation>文本→文本</translation>
    </message>
    <message>
        <source>image→image</source>
        <translation>图像→图像</translation>
    </message>
    <message>
        <source>Text→Image</source>
        <translation>文本→图像</translation>
    </message>
    <message>
        <source>Image→Text</source>
        <translation>图像→文本</translation>
    </message>
    <message>
        <source>Co-attention</source>
        <translation>协同注意力</translation>
    </message>
    <message>
        <source>Alternating</source>
        <translation>交替</translation>
    </message>
    <message>
        <source>Hybrid</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>Single stream</source>
        <translation>单流</translation>
    </message>
    <message>
        <source>No crossing</source>
        <translation>无交互</translation>
    </message>
    <message>
        <source>Each word looks at the image and is updated; the image stays as it is.</source>
        <translation>每个词关注图像并被更新；图像保持不变。</translation>
    </message>
    <message>
        <source>Each part of the image looks at the words and is updated; the text stays as it is.</source>
        <translation>图像的每一部分关注词并被更新；文本保持不变。</translation>
    </message>
    <message>
        <source>Words look at the image while the image looks at the words, both at their states from before the layer.</source>
        <translation>词关注图像，同时图像关注词，双方都看对方在该层之前的状态。</translation>
    </message>
    <message>
        <source>First the words look at the image and are updated, then the image looks at the new words.</source>
        <translation>先由词关注图像并被更新，再由图像关注更新后的词。</translation>
    </message>
    <message>
        <source>Words look at words and the image at itself, and both look at each other in the same layer.</source>
        <translation>词关注词，图像关注自身，并在同一层内互相关注。</translation>
    </message>
    <message>
        <source>Words and image form one sequence in which everything looks at everything.</source>
        <translation>词与图像组成一个序列，其中一切互相关注。</translation>
    </message>
    <message>
        <source>Words look at words and the image at itself; nothing passes between them.</source>
        <translation>词关注词，图像关注自身；二者之间不传递信息。</translation>
    </message>
    <message>
        <source>as trained</source>
        <translation>与训练时相同</translation>
    </message>
    <message>
        <source>ablation</source>
        <translation>消融</translation>
    </message>
    <message>
        <source>unavailable</source>
        <translation>不可用</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>max</source>
        <translation>最大值</translation>
    </message>
    <message>
        <source>min</source>
        <translation>最小值</translation>
    </message>
    <message>
        <source>mean over heads</source>
        <translation>对各头取均值</translation>
    </message>
    <message>
        <source>maximum over heads</source>
        <translation>对各头取最大值</translation>
    </message>
    <message>
        <source>minimum over heads</source>
        <translation>对各头取最小值</translation>
    </message>
    <message>
        <source>concatenation</source>
        <translation>拼接</translation>
    </message>
    <message>
        <source>weighted sum</source>
        <translation>加权和</translation>
    </message>
    <message>
        <source>shared latent space</source>
        <translation>共享潜在空间</translation>
    </message>
    <message>
        <source>matching head</source>
        <translation>匹配头</translation>
    </message>
    <message>
        <source>sigmoid of the scaled cosine</source>
        <translation>缩放余弦的 sigmoid</translation>
    </message>
    <message>
        <source>tint</source>
        <translation>着色</translation>
    </message>
    <message>
        <source>spotlight</source>
        <translation>聚光</translation>
    </message>
    <message>
        <source>grey</source>
        <translation>灰度</translation>
    </message>
    <message>
        <source>turbo (not uniform)</source>
        <translation>turbo（不均匀）</translation>
    </message>
    <message>
        <source>cool–warm (signed)</source>
        <translation>冷–暖（带符号）</translation>
    </message>
    <message>
        <source>blue–orange (signed)</source>
        <translation>蓝–橙（带符号）</translation>
    </message>
    <message>
        <source>PNG, pixels</source>
        <translation>PNG，像素图</translation>
    </message>
    <message>
        <source>SVG, vectors</source>
        <translation>SVG，矢量图</translation>
    </message>
    <message>
        <source>PDF, one page</source>
        <translation>PDF，单页</translation>
    </message>
    <message>
        <source>bundled</source>
        <translation>自带</translation>
    </message>
    <message>
        <source>checkpoint</source>
        <translation>检查点</translation>
    </message>
    <message>
        <source>module</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>linear cross-attention</source>
        <translation>线性交叉注意力</translation>
    </message>
    <message>
        <source>convolutional cross-attention</source>
        <translation>卷积交叉注意力</translation>
    </message>
    <message>
        <source>%1 has no weights for image queries</source>
        <translation>%1 没有用于图像查询的权重</translation>
    </message>
    <message>
        <source>this checkpoint has no stack for it</source>
        <translation>此检查点没有对应的层组</translation>
    </message>
    <message>
        <source>%1 has no cross-modal attention: its towers meet in one similarity score alone</source>
        <translation>%1 没有跨模态注意力：两塔只在一个相似度分数上相遇</translation>
    </message>
    <message>
        <source>%1 has one set of weights for both modalities</source>
        <translation>%1 的两个模态共用一组权重</translation>
    </message>
    <message>
        <source>image queries see only the image</source>
        <translation>图像查询只能看到图像</translation>
    </message>
    <message>
        <source>text queries see only the text</source>
        <translation>文本查询只能看到文本</translation>
    </message>
    <message>
        <source>both directions are closed: the base line</source>
        <translation>两个方向都关闭：基线</translation>
    </message>
    <message>
        <source>text→image is closed as well: the base line</source>
        <translation>文本→图像也关闭：基线</translation>
    </message>
    <message>
        <source>image states get nothing from the text</source>
        <translation>图像状态得不到文本的信息</translation>
    </message>
    <message>
        <source>text states get nothing from the image</source>
        <translation>文本状态得不到图像的信息</translation>
    </message>
    <message>
        <source>cross layers without self-attention</source>
        <translation>交叉层不含自注意力</translation>
    </message>
    <message>
        <source>the image asks the text&apos;s newer state</source>
        <translation>图像查询文本更新后的状态</translation>
    </message>
    <message>
        <source>%1 has no joint attention</source>
        <translation>%1 没有联合注意力</translation>
    </message>
    <message>
        <source>the regions get nothing from the text</source>
        <translation>区域得不到文本的信息</translation>
    </message>
    <message>
        <source>the text gets nothing from the regions</source>
        <translation>文本得不到区域的信息</translation>
    </message>
    <message>
        <source>without the self-attention of the cross layers</source>
        <translation>不含交叉层的自注意力</translation>
    </message>
    <message>
        <source>the regions ask the text&apos;s newer state</source>
        <translation>区域查询文本更新后的状态</translation>
    </message>
    <message>
        <source>the regions pass through the connection layers</source>
        <translation>区域直接穿过连接层</translation>
    </message>
    <message>
        <source>the text passes through the connection layers</source>
        <translation>文本直接穿过连接层</translation>
    </message>
    <message>
        <source>ViLBERT&apos;s connection layers have no self-attention of their own</source>
        <translation>ViLBERT 的连接层没有自己的自注意力</translation>
    </message>
    <message>
        <source>the same weights with the sides exchanged</source>
        <translation>同样的权重，两侧互换</translation>
    </message>
    <message>
        <source>text layers %1 to %2 look at the image</source>
        <translation>文本层 %1 至 %2 关注图像</translation>
    </message>
    <message>
        <source>text width %1, image width %2</source>
        <translation>文本宽度 %1，图像宽度 %2</translation>
    </message>
    <message>
        <source>%1 × %2 query layers × heads</source>
        <translation>查询层 × 头：%1 × %2</translation>
    </message>
    <message>
        <source>%1 × %2 text layers × heads</source>
        <translation>文本层 × 头：%1 × %2</translation>
    </message>
    <message>
        <source>%1 × %2 layers × heads, width %3</source>
        <translation>层 × 头：%1 × %2，宽度 %3</translation>
    </message>
    <message>
        <source>text %1 × %2 layers × heads, width %3</source>
        <translation>文本层 × 头：%1 × %2，宽度 %3</translation>
    </message>
    <message>
        <source>image %1 × %2 layers × heads, width %3</source>
        <translation>图像层 × 头：%1 × %2，宽度 %3</translation>
    </message>
    <message>
        <source>joint %1 × %2 layers × heads, width %3</source>
        <translation>联合层 × 头：%1 × %2，宽度 %3</translation>
    </message>
    <message>
        <source>%1 × %2 joint layers × heads, causal</source>
        <translation>联合层 × 头：%1 × %2，因果</translation>
    </message>
    <message>
        <source>%1 learned queries, width %2, image width %3</source>
        <translation>%1 个学得的查询，宽度 %2，图像宽度 %3</translation>
    </message>
    <message>
        <source>%1 layers in each tower, %2 cross layers</source>
        <translation>每塔 %1 层，交叉层 %2 层</translation>
    </message>
    <message>
        <source>%1 heads, width %2, image width %3</source>
        <translation>%1 个头，宽度 %2，图像宽度 %3</translation>
    </message>
    <message>
        <source>%1 heads, width %2</source>
        <translation>%1 个头，宽度 %2</translation>
    </message>
    <message>
        <source>shared width %1</source>
        <translation>共享宽度 %1</translation>
    </message>
    <message>
        <source>image width %1, joint width %2</source>
        <translation>图像宽度 %1，联合宽度 %2</translation>
    </message>
    <message>
        <source>regions %1 wide</source>
        <translation>区域特征宽 %1</translation>
    </message>
    <message>
        <source>%1 text, %2 region, %3 cross layers</source>
        <translation>文本 %1 层，区域 %2 层，交叉 %3 层</translation>
    </message>
    <message>
        <source>%1 text, %2 region, %3 connection layers</source>
        <translation>文本 %1 层，区域 %2 层，连接 %3 层</translation>
    </message>
    <message>
        <source>text %1, regions %2, connections %3 wide</source>
        <translation>宽度：文本 %1，区域 %2，连接 %3</translation>
    </message>
    <message>
        <source>captions are padded to one length, at most %1 tokens</source>
        <translation>描述文本填充到统一长度，最多 %1 个词元</translation>
    </message>
    <message>
        <source>patches of %1 pixels, the picture&apos;s shape is kept</source>
        <translation>图像块边长 %1 像素，保持图像形状</translation>
    </message>
    <message>
        <source>query %1, context %2</source>
        <translation>查询 %1，上下文 %2</translation>
    </message>
    <message>
        <source>%1 head, width %2</source>
        <translation>%1 个头，宽度 %2</translation>
    </message>
    <message>
        <source>Knows shapes and colours only; open a checkpoint for photographs.</source>
        <translation>只认识形状与颜色；照片请打开其他检查点。</translation>
    </message>
    <message>
        <source>This checkpoint answers about two pictures. What it looks at in one is shown, without an answer.</source>
        <translation>此检查点回答关于两幅图像的问题。此处显示它在其中一幅上的关注，不给出答案。</translation>
    </message>
    <message>
        <source>match</source>
        <translation>匹配</translation>
    </message>
    <message>
        <source>similarity</source>
        <translation>相似度</translation>
    </message>
    <message>
        <source>answer</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>answer (GQA)</source>
        <translation>答案（GQA）</translation>
    </message>
    <message>
        <source>entailment</source>
        <translation>蕴含</translation>
    </message>
    <message>
        <source>region meant</source>
        <translation>所指区域</translation>
    </message>
    <message>
        <source>masked word</source>
        <translation>被掩词</translation>
    </message>
    <message>
        <source>described region</source>
        <translation>所述区域</translation>
    </message>
    <message>
        <source>region colour and shape</source>
        <translation>区域的颜色与形状</translation>
    </message>
    <message>
        <source>word %1</source>
        <translation>词 %1</translation>
    </message>
    <message>
        <source>region %1: object</source>
        <translation>区域 %1：物体</translation>
    </message>
    <message>
        <source>region %1: attribute</source>
        <translation>区域 %1：属性</translation>
    </message>
    <message>
        <source>region %1: class</source>
        <translation>区域 %1：类别</translation>
    </message>
    <message>
        <source>region %1: colour</source>
        <translation>区域 %1：颜色</translation>
    </message>
    <message>
        <source>region %1: shape</source>
        <translation>区域 %1：形状</translation>
    </message>
    <message>
        <source>layer %1, head %2, %3 keys</source>
        <translation>第 %1 层，第 %2 头，%3 个键</translation>
    </message>
    <message>
        <source>layer %1, %2 of %3 heads, %4 keys</source>
        <translation>第 %1 层，%3 个头取%2，%4 个键</translation>
    </message>
    <message>
        <source>layer %1, head %2, mean of %3 queries, %4 keys</source>
        <translation>第 %1 层，第 %2 头，%3 个查询的均值，%4 个键</translation>
    </message>
    <message>
        <source>layer %1, %2 of %3 heads, mean of %4 queries, %5 keys</source>
        <translation>第 %1 层，%3 个头取%2，%4 个查询的均值，%5 个键</translation>
    </message>
    <message>
        <source>cosine similarity of projected states, %1 keys</source>
        <translation>投影状态的余弦相似度，%1 个键</translation>
    </message>
    <message>
        <source>cosine similarity of projected states, mean of %1 queries, %2 keys</source>
        <translation>投影状态的余弦相似度，%1 个查询的均值，%2 个键</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>writing</source>
        <translation>生成文本</translation>
    </message>
    <message>
        <source>joint layers</source>
        <translation>联合层</translation>
    </message>
    <message>
        <source>text layers</source>
        <translation>文本层</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>towers</source>
        <translation>双塔</translation>
    </message>
    <message>
        <source>fusion</source>
        <translation>融合</translation>
    </message>
    <message>
        <source>language model</source>
        <translation>语言模型</translation>
    </message>
    <message>
        <source>queries</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>text by itself</source>
        <translation>仅文本</translation>
    </message>
    <message>
        <source>regions</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>cross layers</source>
        <translation>交叉层</translation>
    </message>
    <message>
        <source>The caption has no words; the model sees %1.</source>
        <translation>描述文本没有词；模型只看到 %1。</translation>
    </message>
    <message>
        <source>No word of the caption is in the model&apos;s vocabulary; it sees %1 instead.</source>
        <translation>描述文本的词都不在模型的词表中；模型看到的是 %1。</translation>
    </message>
    <message>
        <source>The caption was cut to %1 tokens, the most that the model takes: %2 of its %3 are not seen.</source>
        <translation>描述文本被截为 %1 个词元，即模型所能接受的上限：%3 个中有 %2 个未被看到。</translation>
    </message>
    <message>
        <source>The caption has %1 words, the text side %2 rows: the rows are numbered.</source>
        <translation>描述文本有 %1 个词，文本侧有 %2 行：各行改用编号。</translation>
    </message>
    <message>
        <source>The mask is over the context&apos;s rows, which ask in this direction: it is not used.</source>
        <translation>掩码针对上下文的行，而它们在此方向上作为查询：掩码未使用。</translation>
    </message>
    <message>
        <source>The mask leaves a query no key: its weights are 0 here, and no numbers in torch.</source>
        <translation>掩码使某个查询没有任何键：其权重在此为 0，在 torch 中为非数。</translation>
    </message>
    <message>
        <source>The language model &quot;%1&quot; is not one that this program runs (OPT is): the queries&apos; attention is shown, the caption is not read and nothing is written.</source>
        <translation>本程序不运行语言模型“%1”（可运行 OPT）：显示查询的注意力，不读取描述文本，也不生成文本。</translation>
    </message>
    <message>
        <source>The model looks at %1 patches (max_image_length); this picture has %2. The first ones, row by row, are used; the reference draws them at random.</source>
        <translation>模型关注 %1 个图像块（max_image_length）；此图像有 %2 个。按行取最前面的；参考实现则随机抽取。</translation>
    </message>
    <message>
        <source>The image is damaged: parts of it may be missing or wrong.</source>
        <translation>图像已损坏：部分内容可能缺失或有误。</translation>
    </message>
    <message>
        <source>The file holds several pictures; only the first is used.</source>
        <translation>文件含有多幅图像；只使用第一幅。</translation>
    </message>
    <message>
        <source>The image&apos;s colour profile is ignored, as the models&apos; own preprocessing does.</source>
        <translation>忽略图像的颜色配置文件，与模型自身的预处理一致。</translation>
    </message>
    <message>
        <source>%1 was written by a newer version (schema %2). What this one knows of it was restored.</source>
        <translation>%1 由更新的版本写成（schema %2）。已恢复此版本能识别的部分。</translation>
    </message>
    <message>
        <source>text self</source>
        <translation>文本自注意力</translation>
    </message>
    <message>
        <source>vision self</source>
        <translation>视觉自注意力</translation>
    </message>
    <message>
        <source>joint self</source>
        <translation>联合自注意力</translation>
    </message>
    <message>
        <source>query self</source>
        <translation>查询自注意力</translation>
    </message>
    <message>
        <source>answer self</source>
        <translation>答案自注意力</translation>
    </message>
    <message>
        <source>gen text self</source>
        <translation>生成：文本自注意力</translation>
    </message>
    <message>
        <source>gen lm self</source>
        <translation>生成：语言模型自注意力</translation>
    </message>
    <message>
        <source>gen joint self</source>
        <translation>生成：联合自注意力</translation>
    </message>
    <message>
        <source>gen answer self</source>
        <translation>生成：答案自注意力</translation>
    </message>
    <message>
        <source>gen cross text to image</source>
        <translation>生成：文本→图像</translation>
    </message>
    <message>
        <source>gen cross answer to text</source>
        <translation>生成：答案→文本</translation>
    </message>
    <message>
        <source>cross query to image</source>
        <translation>查询→图像</translation>
    </message>
    <message>
        <source>cross answer to text</source>
        <translation>答案→文本</translation>
    </message>
    <message>
        <source>Red circle, blue square</source>
        <translation>红圆与蓝方</translation>
    </message>
    <message>
        <source>Green ring, white cross</source>
        <translation>绿环与白十字</translation>
    </message>
    <message>
        <source>Star and orange square</source>
        <translation>星与橙方</translation>
    </message>
    <message>
        <source>Four shapes</source>
        <translation>四个形状</translation>
    </message>
    <message>
        <source>Two rings</source>
        <translation>两个环</translation>
    </message>
    <message>
        <source>Two relations</source>
        <translation>两种关系</translation>
    </message>
    <message>
        <source>Same colour, other shape</source>
        <translation>同色异形</translation>
    </message>
    <message>
        <source>Five objects</source>
        <translation>五个物体</translation>
    </message>
    <message>
        <source>hybrid</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>co</source>
        <translation>协同注意力</translation>
    </message>
    <message>
        <source>alternating</source>
        <translation>交替</translation>
    </message>
    <message>
        <source>single-stream</source>
        <translation>单流</translation>
    </message>
    <message>
        <source>no-crossing</source>
        <translation>无交互</translation>
    </message>
    <message>
        <source>text-to-image</source>
        <translation>文本→图像</translation>
    </message>
    <message>
        <source>image-to-text</source>
        <translation>图像→文本</translation>
    </message>
    <message>
        <source>Cut the picture to a less extreme shape.</source>
        <translation>请把图像裁剪得不那么狭长。</translation>
    </message>
    <message>
        <source>The file is incomplete or damaged; download it again.</source>
        <translation>文件不完整或已损坏；请重新下载。</translation>
    </message>
    <message>
        <source>Download the file again.</source>
        <translation>请重新下载该文件。</translation>
    </message>
    <message>
        <source>Close other programs or choose a smaller model.</source>
        <translation>请关闭其他程序，或选择更小的模型。</translation>
    </message>
    <message>
        <source>Choose a checkpoint with another language model.</source>
        <translation>请选择带其他语言模型的检查点。</translation>
    </message>
    <message>
        <source>Name the file alone.</source>
        <translation>请只写文件名。</translation>
    </message>
    <message>
        <source>attenscope models lists the names.</source>
        <translation>attenscope models 会列出名称。</translation>
    </message>
    <message>
        <source>attenscope inspect MODEL lists kinds, layers and heads.</source>
        <translation>attenscope inspect MODEL 会列出种类、层与头。</translation>
    </message>
    <message>
        <source>Without one, use attenscope run and attenscope figure.</source>
        <translation>没有时，请使用 attenscope run 与 attenscope figure。</translation>
    </message>
    <message>
        <source>Use the vocabulary that belongs to this checkpoint.</source>
        <translation>请使用属于此检查点的词表。</translation>
    </message>
    <message>
        <source>Use the library&apos;s folder of this model, or a file of its state dict.</source>
        <translation>请使用该库保存此模型的文件夹，或其 state dict 文件。</translation>
    </message>
    <message>
        <source>Use the features that this checkpoint was trained with.</source>
        <translation>请使用训练此检查点时所用的特征。</translation>
    </message>
    <message>
        <source>The weights of a module alone do not tell.</source>
        <translation>仅凭模块的权重无法得知。</translation>
    </message>
    <message>
        <source>Take the list away, or put the one of this checkpoint there.</source>
        <translation>请移走该列表，或放上此检查点自己的列表。</translation>
    </message>
    <message>
        <source>Take more pixels, or fewer of them per inch.</source>
        <translation>请增加像素，或降低每英寸像素数。</translation>
    </message>
    <message>
        <source>Shorten the caption.</source>
        <translation>请缩短描述文本。</translation>
    </message>
    <message>
        <source>Say which one is meant.</source>
        <translation>请说明指的是哪一个。</translation>
    </message>
    <message>
        <source>Save the picture in one of these formats.</source>
        <translation>请把图像存为这些格式之一。</translation>
    </message>
    <message>
        <source>Save the caption as UTF-8.</source>
        <translation>请把描述文本存为 UTF-8。</translation>
    </message>
    <message>
        <source>Save or type the caption as UTF-8.</source>
        <translation>请以 UTF-8 保存或输入描述文本。</translation>
    </message>
    <message>
        <source>Save model.state_dict() instead of the model.</source>
        <translation>请保存 model.state_dict() 而不是整个模型。</translation>
    </message>
    <message>
        <source>Save it as a file and open that.</source>
        <translation>请把它存为文件再打开。</translation>
    </message>
    <message>
        <source>Resize or cut the image with another program.</source>
        <translation>请用其他程序缩小或裁剪图像。</translation>
    </message>
    <message>
        <source>Rename the model&apos;s own to config.json.</source>
        <translation>请把模型自己的配置重命名为 config.json。</translation>
    </message>
    <message>
        <source>Put the file itself into the folder instead of a link.</source>
        <translation>请把文件本身放入文件夹，而不是链接。</translation>
    </message>
    <message>
        <source>Please report this.</source>
        <translation>请报告此问题。</translation>
    </message>
    <message>
        <source>Open it with the version of Attenscope that wrote it.</source>
        <translation>请用写出它的 Attenscope 版本打开。</translation>
    </message>
    <message>
        <source>Open it again when nothing writes to it any more.</source>
        <translation>请在不再有程序写入时重新打开。</translation>
    </message>
    <message>
        <source>Open an image.</source>
        <translation>请打开一幅图像。</translation>
    </message>
    <message>
        <source>Leave one of them out.</source>
        <translation>请去掉其中之一。</translation>
    </message>
    <message>
        <source>Install the program again.</source>
        <translation>请重新安装程序。</translation>
    </message>
    <message>
        <source>Index and files belong to different models; download them again.</source>
        <translation>索引与文件属于不同的模型；请重新下载。</translation>
    </message>
    <message>
        <source>Download the missing part of the weights.</source>
        <translation>请下载缺失的那部分权重。</translation>
    </message>
    <message>
        <source>Copy the file from where the vocabulary was taken.</source>
        <translation>请从词表的来源处复制该文件。</translation>
    </message>
    <message>
        <source>Choose the folder that the model was downloaded to.</source>
        <translation>请选择模型下载到的文件夹。</translation>
    </message>
    <message>
        <source>Choose one of these formats.</source>
        <translation>请选择这些格式之一。</translation>
    </message>
    <message>
        <source>Choose another name, or overwrite it with --force.</source>
        <translation>请换一个名称，或用 --force 覆盖。</translation>
    </message>
    <message>
        <source>Choose a mode and a direction that has one.</source>
        <translation>请选择有热图的模式与方向。</translation>
    </message>
    <message>
        <source>Choose a file that Attenscope saved.</source>
        <translation>请选择由 Attenscope 保存的文件。</translation>
    </message>
    <message>
        <source>Choose a checkpoint with a supported head.</source>
        <translation>请选择带受支持输出头的检查点。</translation>
    </message>
    <message>
        <source>Choose a checkpoint of the published kind.</source>
        <translation>请选择已发布类型的检查点。</translation>
    </message>
    <message>
        <source>Choose a checkpoint of a supported family.</source>
        <translation>请选择受支持系列的检查点。</translation>
    </message>
    <message>
        <source>something else</source>
        <translation>其他内容</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>no such file</source>
        <translation>无此文件</translation>
    </message>
    <message>
        <source>it twice</source>
        <translation>出现两次</translation>
    </message>
    <message>
        <source>a refusal</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>an allocation that failed</source>
        <translation>内存分配失败</translation>
    </message>
    <message>
        <source>enough free memory</source>
        <translation>足够的可用内存</translation>
    </message>
    <message>
        <source>a file that can be read</source>
        <translation>可读取的文件</translation>
    </message>
    <message>
        <source>a regular file</source>
        <translation>普通文件</translation>
    </message>
    <message>
        <source>a folder that can be written to</source>
        <translation>可写入的文件夹</translation>
    </message>
    <message>
        <source>a place that can be written to</source>
        <translation>可写入的位置</translation>
    </message>
    <message>
        <source>a new name</source>
        <translation>新的名称</translation>
    </message>
    <message>
        <source>one that exists</source>
        <translation>已存在的名称</translation>
    </message>
    <message>
        <source>a result</source>
        <translation>一个结果</translation>
    </message>
    <message>
        <source>a model&apos;s folder</source>
        <translation>模型文件夹</translation>
    </message>
    <message>
        <source>the model&apos;s weights</source>
        <translation>模型的权重</translation>
    </message>
    <message>
        <source>the tokenizer&apos;s vocabulary</source>
        <translation>分词器的词表</translation>
    </message>
    <message>
        <source>a PNG, JPEG, BMP, GIF, PNM, WebP or TIFF image</source>
        <translation>PNG、JPEG、BMP、GIF、PNM、WebP 或 TIFF 图像</translation>
    </message>
    <message>
        <source>a map on screen</source>
        <translation>屏幕上的热图</translation>
    </message>
    <message>
        <source>an image for this model</source>
        <translation>供此模型使用的图像</translation>
    </message>
    <message>
        <source>a figure</source>
        <translation>插图</translation>
    </message>
    <message>
        <source>a picture alone</source>
        <translation>仅有一幅图像</translation>
    </message>
    <message>
        <source>a mode that this model&apos;s weights define</source>
        <translation>此模型的权重所定义的模式</translation>
    </message>
    <message>
        <source>an object</source>
        <translation>一个对象</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>一段文本</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>至多 %1</translation>
    </message>
    <message>
        <source>one of %1</source>
        <translation>以下之一：%1</translation>
    </message>
    <message>
        <source>a number from %1 to %2</source>
        <translation>%1 至 %2 之间的数</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>词</translation>
    </message>
    <message>
        <source>Matrix</source>
        <translation>矩阵</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>深度</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>The image with the map over it</source>
        <translation>叠加了热图的图像</translation>
    </message>
    <message>
        <source>A small map for every word</source>
        <translation>每个词一张小热图</translation>
    </message>
    <message>
        <source>All queries and all keys</source>
        <translation>全部查询与全部键</translation>
    </message>
    <message>
        <source>A statistic over the layers</source>
        <translation>各层的统计量</translation>
    </message>
    <message>
        <source>Two views and their difference</source>
        <translation>两个视图及其差</translation>
    </message>
    <message>
        <source>this map</source>
        <translation>此热图</translation>
    </message>
    <message>
        <source>sheet of all heads</source>
        <translation>全部头的图版</translation>
    </message>
    <message>
        <source>sheet of all layers</source>
        <translation>全部层的图版</translation>
    </message>
    <message>
        <source>sheet of all words</source>
        <translation>全部词的图版</translation>
    </message>
    <message>
        <source>animation over layers</source>
        <translation>逐层动画</translation>
    </message>
    <message>
        <source>animation over words</source>
        <translation>逐词动画</translation>
    </message>
    <message>
        <source>WebP, animated</source>
        <translation>WebP，动画</translation>
    </message>
    <message>
        <source>GIF, animated</source>
        <translation>GIF，动画</translation>
    </message>
    <message>
        <source>entropy H / ln K</source>
        <translation>熵 H / ln K</translation>
    </message>
    <message>
        <source>entropy H</source>
        <translation>熵 H</translation>
    </message>
    <message>
        <source>effective keys</source>
        <translation>有效键数</translation>
    </message>
    <message>
        <source>largest weight</source>
        <translation>最大权重</translation>
    </message>
    <message>
        <source>lift of the largest</source>
        <translation>最大值相对均匀分布的倍数</translation>
    </message>
    <message>
        <source>lift of the largest over uniform</source>
        <translation>最大值相对均匀分布的倍数</translation>
    </message>
    <message>
        <source>top-5 mass</source>
        <translation>前 5 权重和</translation>
    </message>
    <message>
        <source>Gini</source>
        <translation>基尼系数</translation>
    </message>
    <message>
        <source>Gini coefficient</source>
        <translation>基尼系数</translation>
    </message>
    <message>
        <source>confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>image mass</source>
        <translation>图像权重和</translation>
    </message>
    <message>
        <source>mass on the image</source>
        <translation>图像权重和</translation>
    </message>
    <message>
        <source>text mass</source>
        <translation>文本权重和</translation>
    </message>
    <message>
        <source>mass on the text</source>
        <translation>文本权重和</translation>
    </message>
    <message>
        <source>special-token mass</source>
        <translation>特殊词元权重和</translation>
    </message>
    <message>
        <source>mass on special tokens</source>
        <translation>特殊词元权重和</translation>
    </message>
    <message>
        <source>mean distance</source>
        <translation>平均距离</translation>
    </message>
    <message>
        <source>distance / diagonal</source>
        <translation>距离 / 对角线</translation>
    </message>
    <message>
        <source>mean distance / diagonal</source>
        <translation>平均距离 / 对角线</translation>
    </message>
    <message>
        <source>agreement</source>
        <translation>一致性</translation>
    </message>
    <message>
        <source>agreement of both directions</source>
        <translation>两个方向的一致性</translation>
    </message>
    <message>
        <source>sink score</source>
        <translation>汇聚分数</translation>
    </message>
    <message>
        <source>Σ of the 5 largest p</source>
        <translation>最大的 5 个 p 之和</translation>
    </message>
    <message>
        <source>2 Σ i·p₍ᵢ₎ / K − (K + 1) / K, p ascending</source>
        <translation>2 Σ i·p₍ᵢ₎ / K − (K + 1) / K，p 升序</translation>
    </message>
    <message>
        <source>mean over all queries of maxₖ pₖ</source>
        <translation>所有查询的 maxₖ pₖ 的均值</translation>
    </message>
    <message>
        <source>Σ A(q, k) over image keys</source>
        <translation>图像键上的 Σ A(q, k)</translation>
    </message>
    <message>
        <source>Σ A(q, k) over text keys</source>
        <translation>文本键上的 Σ A(q, k)</translation>
    </message>
    <message>
        <source>Σ A(q, k) over special keys</source>
        <translation>特殊键上的 Σ A(q, k)</translation>
    </message>
    <message>
        <source>Σ Aᶜ(q, k)·‖c_q − cₖ‖ in pixels of the image</source>
        <translation>Σ Aᶜ(q, k)·‖c_q − cₖ‖，以图像像素计</translation>
    </message>
    <message>
        <source>Σ Aᶜ(q, k)·‖c_q − cₖ‖ / diagonal of the image</source>
        <translation>Σ Aᶜ(q, k)·‖c_q − cₖ‖ / 图像对角线</translation>
    </message>
    <message>
        <source>cosine of A(text→image) and A(image→text)ᵀ</source>
        <translation>A(文本→图像) 与 A(图像→文本)ᵀ 的余弦</translation>
    </message>
    <message>
        <source>maxₖ of the mean over all queries of A(q, k)</source>
        <translation>A(q, k) 对所有查询取均值后的 maxₖ</translation>
    </message>
    <message>
        <source>keys</source>
        <translation>个键</translation>
    </message>
    <message>
        <source>nat</source>
        <translation>nat</translation>
    </message>
    <message>
        <source>px</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>no layer has both text→image and image→text attention of this kind</source>
        <translation>没有一层同时具有此种类的文本→图像与图像→文本注意力</translation>
    </message>
    <message>
        <source>every key is on the image side: the mass of a side is constant</source>
        <translation>所有键都在图像侧：一侧的权重和恒定</translation>
    </message>
    <message>
        <source>every key is on the text side: the mass of a side is constant</source>
        <translation>所有键都在文本侧：一侧的权重和恒定</translation>
    </message>
    <message>
        <source>no key is special: always 0</source>
        <translation>没有特殊键：恒为 0</translation>
    </message>
    <message>
        <source>only image→image attention has distances</source>
        <translation>只有图像→图像注意力才有距离</translation>
    </message>
    <message>
        <source>no attention in this direction</source>
        <translation>此方向没有注意力</translation>
    </message>
    <message>
        <source>closed in mode %1</source>
        <translation>在%1模式下关闭</translation>
    </message>
    <message>
        <source>masked by design: the model is causal and the image stands before the text</source>
        <translation>按设计被掩码：模型是因果的，图像在文本之前</translation>
    </message>
    <message>
        <source>similarities are not shared out: no row sums to 1</source>
        <translation>相似度不作分摊：各行之和不为 1</translation>
    </message>
    <message>
        <source>text width %1 → %2</source>
        <translation>文本宽度 %1 → %2</translation>
    </message>
    <message>
        <source>image width %1 → %2</source>
        <translation>图像宽度 %1 → %2</translation>
    </message>
    <message>
        <source>xlayer text self</source>
        <translation>交叉层：文本自注意力</translation>
    </message>
    <message>
        <source>xlayer vision self</source>
        <translation>交叉层：视觉自注意力</translation>
    </message>
    <message>
        <source>text with image</source>
        <translation>文本与图像</translation>
    </message>
    <message>
        <source>layers</source>
        <translation>各层</translation>
    </message>
    <message>
        <source>text tower</source>
        <translation>文本塔</translation>
    </message>
    <message>
        <source>image tower</source>
        <translation>图像塔</translation>
    </message>
    <message>
        <source>reading outputs</source>
        <translation>读取输出</translation>
    </message>
    <message>
        <source>drawing the figure</source>
        <translation>绘制插图</translation>
    </message>
    <message>
        <source>drawing the animation</source>
        <translation>绘制动画</translation>
    </message>
    <message>
        <source>encoding the animation</source>
        <translation>编码动画</translation>
    </message>
    <message>
        <source>writing the figure</source>
        <translation>写出插图</translation>
    </message>
    <message>
        <source>copying the figure</source>
        <translation>复制插图</translation>
    </message>
    <message>
        <source>drawing the preview</source>
        <translation>绘制预览</translation>
    </message>
    <message>
        <source>cross text to image</source>
        <translation>文本→图像</translation>
    </message>
    <message>
        <source>cross image to text</source>
        <translation>图像→文本</translation>
    </message>
    <message>
        <source>Take more pixels, fewer of them per inch, or leave parts out.</source>
        <translation>请增加像素，降低每英寸像素数，或略去部分内容。</translation>
    </message>
    <message>
        <source>Install ffmpeg, or choose .webp or .gif.</source>
        <translation>请安装 ffmpeg，或选择 .webp 或 .gif。</translation>
    </message>
    <message>
        <source>Use the library&apos;s folder, such as %1.</source>
        <translation>请使用该库的文件夹，例如 %1。</translation>
    </message>
    <message>
        <source>an animation</source>
        <translation>动画</translation>
    </message>
    <message>
        <source>an MP4 file</source>
        <translation>MP4 文件</translation>
    </message>
    <message>
        <source>a PNG</source>
        <translation>PNG</translation>
    </message>
    <message>
        <source>the program ffmpeg</source>
        <translation>程序 ffmpeg</translation>
    </message>
    <message>
        <source>none on the PATH</source>
        <translation>PATH 中没有</translation>
    </message>
    <message>
        <source>an unknown error</source>
        <translation>未知错误</translation>
    </message>
    <message>
        <source>a library of another version</source>
        <translation>其他版本的库</translation>
    </message>
    <message>
        <source>the metadata could not be added</source>
        <translation>无法加入元数据</translation>
    </message>
    <message>
        <source>Qt could not write one</source>
        <translation>Qt 无法写出</translation>
    </message>
    <message>
        <source>a direction in which words ask</source>
        <translation>由词作查询的方向</translation>
    </message>
    <message>
        <source>at least one map</source>
        <translation>至少一张热图</translation>
    </message>
    <message>
        <source>a table for numbers from 0 up</source>
        <translation>用于非负数值的色表</translation>
    </message>
    <message>
        <source>a table for signed numbers</source>
        <translation>用于带符号数值的色表</translation>
    </message>
    <message>
        <source>a signed table for scale %1</source>
        <translation>标度 %1 需用带符号的色表</translation>
    </message>
    <message>
        <source>a page with room for picture, words and legend</source>
        <translation>能容纳图像、词与图例的页面</translation>
    </message>
    <message>
        <source>a page with room for two pictures, their words and the legend</source>
        <translation>能容纳两幅图像及其词与图例的页面</translation>
    </message>
    <message>
        <source>a page with room for %1 maps, words and legend</source>
        <translation>能容纳 %1 张热图、词与图例的页面</translation>
    </message>
    <message>
        <source>sides of at most %1 pixels for WebP</source>
        <translation>WebP 的边长至多 %1 像素</translation>
    </message>
    <message>
        <source>%1x%2 at %3 dpi</source>
        <translation>%1x%2，%3 dpi</translation>
    </message>
    <message>
        <source>%1, which is for signed numbers</source>
        <translation>%1，它用于带符号的数值</translation>
    </message>
    <message>
        <source>%1, which has no middle</source>
        <translation>%1，它没有中点</translation>
    </message>
    <message>
        <source>an image that is a file</source>
        <translation>以文件存在的图像</translation>
    </message>
    <message>
        <source>one that is none</source>
        <translation>不是文件的图像</translation>
    </message>
    <message>
        <source>a JSON object</source>
        <translation>JSON 对象</translation>
    </message>
    <message>
        <source>an object with a model</source>
        <translation>带模型的对象</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>One row of one head, number by number</source>
        <translation>一个头的一行，逐个数值</translation>
    </message>
    <message>
        <source>MP4, through ffmpeg</source>
        <translation>MP4，经 ffmpeg</translation>
    </message>
    <message>
        <source>a direction that this run recorded</source>
        <translation>此次运行记录了的方向</translation>
    </message>
    <message>
        <source>none that asks from what is in focus</source>
        <translation>没有以焦点为查询者的方向</translation>
    </message>
    <message>
        <source>a layer that has %1: %2</source>
        <translation>含有 %1 的层：%2</translation>
    </message>
    <message>
        <source>tokens of the words that ask</source>
        <translation>作为查询者的词的词元</translation>
    </message>
    <message>
        <source>a query that %1 has</source>
        <translation>%1 中有的查询</translation>
    </message>
    <message>
        <source>one that it does not have</source>
        <translation>其中没有的查询</translation>
    </message>
    <message>
        <source>a scale for cosine similarities</source>
        <translation>适用于余弦相似度的标度</translation>
    </message>
    <message>
        <source>%1, which is for attention weights</source>
        <translation>%1，它用于注意力权重</translation>
    </message>
    <message>
        <source>one that says something here (%1)</source>
        <translation>在此处有意义的一项（%1）</translation>
    </message>
    <message>
        <source>a list of numbers</source>
        <translation>数字列表</translation>
    </message>
    <message>
        <source>a list of texts</source>
        <translation>文本列表</translation>
    </message>
    <message>
        <source>the text &quot;%1&quot;</source>
        <translation>文本“%1”</translation>
    </message>
    <message>
        <source>libcrypto to compute it</source>
        <translation>用于计算它的 libcrypto</translation>
    </message>
    <message>
        <source>identifying the model</source>
        <translation>识别模型</translation>
    </message>
    <message>
        <source>Fetch the missing files with &quot;hf download %1&quot;.</source>
        <translation>请用“hf download %1”下载缺少的文件。</translation>
    </message>
    <message>
        <source>texts of at most %1 bytes</source>
        <translation>不超过 %1 字节的文本</translation>
    </message>
    <message>
        <source>a longer one</source>
        <translation>更长的文本</translation>
    </message>
    <message>
        <source>a file that stays as it is while it is read</source>
        <translation>读取期间保持不变的文件</translation>
    </message>
    <message>
        <source>its end at byte %1 of %2</source>
        <translation>在第 %1 字节（共 %2 字节）处结束</translation>
    </message>
    <message>
        <source>%1 bytes instead of %2</source>
        <translation>%1 字节，而非 %2 字节</translation>
    </message>
    <message>
        <source>a newer modification time</source>
        <translation>更新的修改时间</translation>
    </message>
    <message>
        <source>another file in its place</source>
        <translation>该处换成了另一个文件</translation>
    </message>
    <message>
        <source>a JSON file</source>
        <translation>JSON 文件</translation>
    </message>
    <message>
        <source>one config of the model</source>
        <translation>模型的一个配置文件</translation>
    </message>
    <message>
        <source>several that may be it: %1</source>
        <translation>多个可能的文件：%1</translation>
    </message>
    <message>
        <source>a file inside the model&apos;s folder</source>
        <translation>模型文件夹内的文件</translation>
    </message>
    <message>
        <source>a path that leaves it</source>
        <translation>指向文件夹之外的路径</translation>
    </message>
    <message>
        <source>opcode %1</source>
        <translation>操作码 %1</translation>
    </message>
    <message>
        <source>a pickle protocol up to 5</source>
        <translation>不高于 5 的 pickle 协议</translation>
    </message>
    <message>
        <source>a frame of at most %1 bytes</source>
        <translation>不超过 %1 字节的帧</translation>
    </message>
    <message>
        <source>a number of at most 16 bytes</source>
        <translation>不超过 16 字节的数</translation>
    </message>
    <message>
        <source>a number of %1 bytes</source>
        <translation>%1 字节的数</translation>
    </message>
    <message>
        <source>a list to add to</source>
        <translation>可追加的列表</translation>
    </message>
    <message>
        <source>keys and values for a map</source>
        <translation>映射的键与值</translation>
    </message>
    <message>
        <source>a module and a name</source>
        <translation>模块与名称</translation>
    </message>
    <message>
        <source>pairs of key and value</source>
        <translation>成对的键与值</translation>
    </message>
    <message>
        <source>the name of what is built</source>
        <translation>所构造对象的名称</translation>
    </message>
    <message>
        <source>an object that takes attributes</source>
        <translation>可设置属性的对象</translation>
    </message>
    <message>
        <source>a pickle of at most %1 bytes</source>
        <translation>不超过 %1 字节的 pickle</translation>
    </message>
    <message>
        <source>an opcode that weights need</source>
        <translation>权重文件所需的操作码</translation>
    </message>
    <message>
        <source>%1 more bytes</source>
        <translation>还有 %1 字节</translation>
    </message>
    <message>
        <source>the end after %1</source>
        <translation>在 %1 字节后结束</translation>
    </message>
    <message>
        <source>at most %1 values, %2 at a time, and %3 tensors</source>
        <translation>最多 %1 个值、同时 %2 个，以及 %3 个张量</translation>
    </message>
    <message>
        <source>a value on the stack</source>
        <translation>栈上的值</translation>
    </message>
    <message>
        <source>a mark on the stack</source>
        <translation>栈上的标记</translation>
    </message>
    <message>
        <source>a list of arguments</source>
        <translation>参数列表</translation>
    </message>
    <message>
        <source>at most %1 levels of brackets</source>
        <translation>最多 %1 层括号</translation>
    </message>
    <message>
        <source>at most %1 levels</source>
        <translation>最多 %1 层</translation>
    </message>
    <message>
        <source>at most %1 remembered values</source>
        <translation>最多 %1 个记忆值</translation>
    </message>
    <message>
        <source>a remembered value</source>
        <translation>记忆过的值</translation>
    </message>
    <message>
        <source>number %1, which was never stored</source>
        <translation>编号 %1，从未存储过</translation>
    </message>
    <message>
        <source>something that is no whole number</source>
        <translation>不是整数的值</translation>
    </message>
    <message>
        <source>no list</source>
        <translation>不是列表</translation>
    </message>
    <message>
        <source>at most %1 axes</source>
        <translation>最多 %1 个轴</translation>
    </message>
    <message>
        <source>a view&apos;s key, offset and size</source>
        <translation>视图的键、偏移与大小</translation>
    </message>
    <message>
        <source>a view&apos;s offset</source>
        <translation>视图的偏移</translation>
    </message>
    <message>
        <source>a view inside its storage of %1</source>
        <translation>位于大小为 %1 的存储块内的视图</translation>
    </message>
    <message>
        <source>elements up to %1</source>
        <translation>元素直到 %1</translation>
    </message>
    <message>
        <source>beyond all numbers</source>
        <translation>超出所有数</translation>
    </message>
    <message>
        <source>a reference to a tensor&apos;s storage</source>
        <translation>对张量存储块的引用</translation>
    </message>
    <message>
        <source>another reference</source>
        <translation>另一种引用</translation>
    </message>
    <message>
        <source>a reference to a &quot;%1&quot;</source>
        <translation>对“%1”的引用</translation>
    </message>
    <message>
        <source>a storage&apos;s type, key, device and size</source>
        <translation>存储块的类型、键、设备与大小</translation>
    </message>
    <message>
        <source>%1 values of other kinds</source>
        <translation>%1 个其他种类的值</translation>
    </message>
    <message>
        <source>a storage of floats or whole numbers</source>
        <translation>浮点数或整数的存储块</translation>
    </message>
    <message>
        <source>a storage&apos;s key of digits</source>
        <translation>由数字组成的存储块键</translation>
    </message>
    <message>
        <source>a storage&apos;s size</source>
        <translation>存储块的大小</translation>
    </message>
    <message>
        <source>a tensor&apos;s storage, offset, shape and strides</source>
        <translation>张量的存储块、偏移、形状与步长</translation>
    </message>
    <message>
        <source>as many strides as extents, of fewer than 2^62 elements</source>
        <translation>步长与维数一样多，且元素少于 2^62 个</translation>
    </message>
    <message>
        <source>%1 with strides %2</source>
        <translation>%1，步长 %2</translation>
    </message>
    <message>
        <source>a tensor inside its storage of %1</source>
        <translation>位于大小为 %1 的存储块内的张量</translation>
    </message>
    <message>
        <source>whole numbers from 0</source>
        <translation>从 0 起的整数</translation>
    </message>
    <message>
        <source>two whole numbers from 0</source>
        <translation>从 0 起的两个整数</translation>
    </message>
    <message>
        <source>the name of a type</source>
        <translation>类型名称</translation>
    </message>
    <message>
        <source>more of them</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>more of it</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>at most %1 bytes of metadata</source>
        <translation>最多 %1 字节元数据</translation>
    </message>
    <message>
        <source>each key once</source>
        <translation>每个键只出现一次</translation>
    </message>
    <message>
        <source>each field once</source>
        <translation>每个字段只出现一次</translation>
    </message>
    <message>
        <source>names of at most %1 bytes</source>
        <translation>不超过 %1 字节的名称</translation>
    </message>
    <message>
        <source>dtype, shape and data_offsets</source>
        <translation>dtype、shape 与 data_offsets</translation>
    </message>
    <message>
        <source>JSON in UTF-8</source>
        <translation>UTF-8 编码的 JSON</translation>
    </message>
    <message>
        <source>a field %1</source>
        <translation>字段 %1</translation>
    </message>
    <message>
        <source>F32, F16, BF16, F64, or an integer type</source>
        <translation>F32、F16、BF16、F64 或整数类型</translation>
    </message>
    <message>
        <source>fewer than 2^62 elements</source>
        <translation>少于 2^62 个元素</translation>
    </message>
    <message>
        <source>a begin and an end that is not before it</source>
        <translation>起点，以及不在起点之前的终点</translation>
    </message>
    <message>
        <source>%1 bytes for %2</source>
        <translation>%2 应占 %1 字节</translation>
    </message>
    <message>
        <source>binary data</source>
        <translation>二进制数据</translation>
    </message>
    <message>
        <source>8 bytes that tell the header&apos;s length</source>
        <translation>说明文件头长度的 8 字节</translation>
    </message>
    <message>
        <source>a header of 2 to %1 bytes</source>
        <translation>2 到 %1 字节的文件头</translation>
    </message>
    <message>
        <source>a header of at most %1 bytes</source>
        <translation>不超过 %1 字节的文件头</translation>
    </message>
    <message>
        <source>a header that fits the file and has at most %1 bytes</source>
        <translation>与文件相符且不超过 %1 字节的头部</translation>
    </message>
    <message>
        <source>each tensor once</source>
        <translation>每个张量只出现一次</translation>
    </message>
    <message>
        <source>data from byte %1 on</source>
        <translation>从第 %1 字节起的数据</translation>
    </message>
    <message>
        <source>byte %1, inside another tensor</source>
        <translation>第 %1 字节，位于另一张量之内</translation>
    </message>
    <message>
        <source>byte %1, after a hole</source>
        <translation>第 %1 字节，前面有空洞</translation>
    </message>
    <message>
        <source>%1 bytes of weights</source>
        <translation>%1 字节权重</translation>
    </message>
    <message>
        <source>The file is incomplete; download it again.</source>
        <translation>文件不完整，请重新下载。</translation>
    </message>
    <message>
        <source>Something was added to the file; download it again.</source>
        <translation>文件中被添加了内容，请重新下载。</translation>
    </message>
    <message>
        <source>only spaces after the document</source>
        <translation>文档之后只有空白</translation>
    </message>
    <message>
        <source>this file in the folder</source>
        <translation>文件夹中的此文件</translation>
    </message>
    <message>
        <source>a pipe, a socket or a device</source>
        <translation>管道、套接字或设备</translation>
    </message>
    <message>
        <source>an object of file names</source>
        <translation>由文件名组成的对象</translation>
    </message>
    <message>
        <source>the name of a file in this folder</source>
        <translation>此文件夹中某个文件的名称</translation>
    </message>
    <message>
        <source>an object, %1</source>
        <translation>对象，%1</translation>
    </message>
    <message>
        <source>something that is no map</source>
        <translation>不是映射的内容</translation>
    </message>
    <message>
        <source>a key that is no text</source>
        <translation>不是文本的键</translation>
    </message>
    <message>
        <source>an empty map</source>
        <translation>空映射</translation>
    </message>
    <message>
        <source>a map with %1</source>
        <translation>含有 %1 的映射</translation>
    </message>
    <message>
        <source>a state dict: tensors by name, or a map that has such a one as model, state_dict or model_state_dict</source>
        <translation>state dict：按名称存放的张量，或以 model、state_dict 或 model_state_dict 为键含有它的映射</translation>
    </message>
    <message>
        <source>a name for each tensor</source>
        <translation>每个张量都有名称</translation>
    </message>
    <message>
        <source>another key</source>
        <translation>另一种键</translation>
    </message>
    <message>
        <source>reading weights</source>
        <translation>读取权重</translation>
    </message>
    <message>
        <source>%1 MiB of weights</source>
        <translation>%1 MiB 权重</translation>
    </message>
    <message>
        <source>its end</source>
        <translation>其结尾</translation>
    </message>
    <message>
        <source>a byte-order mark</source>
        <translation>字节顺序标记</translation>
    </message>
    <message>
        <source>a NUL byte</source>
        <translation>NUL 字节</translation>
    </message>
    <message>
        <source>a Git LFS pointer of %1 bytes</source>
        <translation>%1 字节的 Git LFS 指针</translation>
    </message>
    <message>
        <source>Fetch the file itself with &quot;git lfs pull&quot; or download it again.</source>
        <translation>请用“git lfs pull”取得文件本身，或重新下载。</translation>
    </message>
    <message>
        <source>a web page</source>
        <translation>网页</translation>
    </message>
    <message>
        <source>The download failed; look into the file and download it again.</source>
        <translation>下载失败；请查看文件内容后重新下载。</translation>
    </message>
    <message>
        <source>%1 elements of %2 in storage %3</source>
        <translation>存储块 %3 中 %1 个 %2 元素</translation>
    </message>
    <message>
        <source>no such storage</source>
        <translation>没有这个存储块</translation>
    </message>
    <message>
        <source>weights alone</source>
        <translation>仅含权重</translation>
    </message>
    <message>
        <source>a TorchScript archive, which is a program</source>
        <translation>TorchScript 归档，它是一个程序</translation>
    </message>
    <message>
        <source>an archive that torch.save wrote, with data.pkl</source>
        <translation>torch.save 写出的含 data.pkl 的归档</translation>
    </message>
    <message>
        <source>several of them</source>
        <translation>有多个</translation>
    </message>
    <message>
        <source>an NPZ file</source>
        <translation>NPZ 文件</translation>
    </message>
    <message>
        <source>a text document</source>
        <translation>文本文档</translation>
    </message>
    <message>
        <source>an empty ZIP archive</source>
        <translation>空的 ZIP 归档</translation>
    </message>
    <message>
        <source>another ZIP archive</source>
        <translation>另一种 ZIP 归档</translation>
    </message>
    <message>
        <source>an entry stored as it is</source>
        <translation>未压缩存放的条目</translation>
    </message>
    <message>
        <source>a compressed or encrypted one</source>
        <translation>压缩或加密的条目</translation>
    </message>
    <message>
        <source>little-endian numbers</source>
        <translation>小端序的数</translation>
    </message>
    <message>
        <source>another order</source>
        <translation>另一种字节序</translation>
    </message>
    <message>
        <source>%1 elements of %2</source>
        <translation>%1 个 %2 元素</translation>
    </message>
    <message>
        <source>storage %1</source>
        <translation>存储块 %1</translation>
    </message>
    <message>
        <source>version 1001 of torch&apos;s older layout</source>
        <translation>torch 旧格式的 1001 版</translation>
    </message>
    <message>
        <source>the list of storages</source>
        <translation>存储块列表</translation>
    </message>
    <message>
        <source>each storage of the state dict once</source>
        <translation>state dict 的每个存储块只出现一次</translation>
    </message>
    <message>
        <source>the file&apos;s end</source>
        <translation>文件结尾</translation>
    </message>
    <message>
        <source>a tar archive, as torch wrote in 2016</source>
        <translation>tar 归档，torch 在 2016 年的写法</translation>
    </message>
    <message>
        <source>an HDF5 file, as TensorFlow writes</source>
        <translation>HDF5 文件，TensorFlow 的写法</translation>
    </message>
    <message>
        <source>a pickle that torch.save did not write</source>
        <translation>不是 torch.save 写出的 pickle</translation>
    </message>
    <message>
        <source>an empty file</source>
        <translation>空文件</translation>
    </message>
    <message>
        <source>another format</source>
        <translation>另一种格式</translation>
    </message>
    <message>
        <source>a file that torch.save wrote</source>
        <translation>torch.save 写出的文件</translation>
    </message>
    <message>
        <source>%1 files that may be it: %2</source>
        <translation>%1 个可能的文件：%2</translation>
    </message>
    <message>
        <source>Open one of these files instead of the folder.</source>
        <translation>请打开其中一个文件，而不是文件夹。</translation>
    </message>
    <message>
        <source>weights of another library only</source>
        <translation>只有其他库的权重</translation>
    </message>
    <message>
        <source>Download the model&apos;s model.safetensors or pytorch_model.bin into the folder.</source>
        <translation>请把模型的 model.safetensors 或 pytorch_model.bin 下载到该文件夹。</translation>
    </message>
    <message>
        <source>each tensor in one file</source>
        <translation>每个张量只在一个文件中</translation>
    </message>
    <message>
        <source>it in %1 and %2</source>
        <translation>它同时在 %1 和 %2 中</translation>
    </message>
    <message>
        <source>none of this name there</source>
        <translation>那里没有这个名称</translation>
    </message>
    <message>
        <source>it in %1</source>
        <translation>它在 %1 中</translation>
    </message>
    <message>
        <source>The index of the weights speaks of %1 bytes; the files hold %2.</source>
        <translation>权重索引称有 %1 字节；文件中有 %2 字节。</translation>
    </message>
    <message>
        <source>%1 by default</source>
        <translation>%1（默认）</translation>
    </message>
    <message>
        <source>The file has &quot;%1&quot;: its names start in another way. There is no config.json: the published sizes of this family were tried. Put the model&apos;s own beside its weights.</source>
        <translation>文件中有“%1”：其名称的开头不同。没有 config.json，已尝试该系列公开发布的尺寸；请把模型自己的 config.json 放在权重旁边。</translation>
    </message>
    <message>
        <source>The file has &quot;%1&quot;: its names start in another way.</source>
        <translation>文件中有“%1”：其名称的开头不同。</translation>
    </message>
    <message>
        <source> There is no config.json: the published sizes of this family were tried. Put the model&apos;s own beside its weights.</source>
        <translation>没有 config.json，已尝试该系列公开发布的尺寸；请把模型自己的 config.json 放在权重旁边。</translation>
    </message>
    <message>
        <source>this tensor</source>
        <translation>此张量</translation>
    </message>
    <message>
        <source>these %1 tensors: %2</source>
        <translation>这 %1 个张量：%2</translation>
    </message>
    <message>
        <source>none of this name</source>
        <translation>没有这个名称</translation>
    </message>
    <message>
        <source>none of them</source>
        <translation>都没有</translation>
    </message>
    <message>
        <source>1 tensor of the checkpoint are not used: %1.</source>
        <translation>检查点中有 1 个张量未被使用：%1。</translation>
    </message>
    <message>
        <source>%1 tensors of the checkpoint are not used: %2.</source>
        <translation>检查点中有 %1 个张量未被使用：%2。</translation>
    </message>
    <message>
        <source>a ZIP64 record right before this, on the same disk</source>
        <translation>紧接其前、位于同一磁盘的 ZIP64 记录</translation>
    </message>
    <message>
        <source>one said to be at byte %1</source>
        <translation>据称位于第 %1 字节的记录</translation>
    </message>
    <message>
        <source>a ZIP64 record of one disk</source>
        <translation>单磁盘的 ZIP64 记录</translation>
    </message>
    <message>
        <source>a directory that ends here</source>
        <translation>在此处结束的目录</translation>
    </message>
    <message>
        <source>one of %1 bytes at byte %2</source>
        <translation>第 %2 字节处、长 %1 字节的目录</translation>
    </message>
    <message>
        <source>a ZIP archive&apos;s end record</source>
        <translation>ZIP 归档的结束记录</translation>
    </message>
    <message>
        <source>other bytes</source>
        <translation>其他字节</translation>
    </message>
    <message>
        <source>an end record that agrees with itself</source>
        <translation>自身一致的结束记录</translation>
    </message>
    <message>
        <source>another one</source>
        <translation>另一个</translation>
    </message>
    <message>
        <source>at most %1 entries</source>
        <translation>最多 %1 个条目</translation>
    </message>
    <message>
        <source>%1 in %2 bytes</source>
        <translation>%2 字节中有 %1 个</translation>
    </message>
    <message>
        <source>the name of a file inside the archive</source>
        <translation>归档内某个文件的名称</translation>
    </message>
    <message>
        <source>data that ends by byte %1</source>
        <translation>在第 %1 字节前结束的数据</translation>
    </message>
    <message>
        <source>%1 bytes at byte %2</source>
        <translation>第 %2 字节处的 %1 字节</translation>
    </message>
    <message>
        <source>a directory entry</source>
        <translation>目录条目</translation>
    </message>
    <message>
        <source>an extra field</source>
        <translation>附加字段</translation>
    </message>
    <message>
        <source>each entry once</source>
        <translation>每个条目只出现一次</translation>
    </message>
    <message>
        <source>%1 directory entries</source>
        <translation>%1 个目录条目</translation>
    </message>
    <message>
        <source>the local header of &quot;%1&quot;</source>
        <translation>“%1”的本地文件头</translation>
    </message>
    <message>
        <source>a local header</source>
        <translation>本地文件头</translation>
    </message>
    <message>
        <source>an index from 0 to %1</source>
        <translation>0 到 %1 的编号</translation>
    </message>
    <message>
        <source>nothing: there is none</source>
        <translation>无：没有可用的编号</translation>
    </message>
    <message>
        <source>an array</source>
        <translation>数组</translation>
    </message>
    <message>
        <source>a file without arrays</source>
        <translation>没有数组的文件</translation>
    </message>
    <message>
        <source>Write FILE:NAME with the name of one.</source>
        <translation>请写成 FILE:NAME，注明数组名。</translation>
    </message>
    <message>
        <source>floating-point numbers, booleans or signed integers</source>
        <translation>浮点数、布尔值或有符号整数</translation>
    </message>
    <message>
        <source>at most %1 bytes in memory</source>
        <translation>内存中最多 %1 字节</translation>
    </message>
    <message>
        <source>NPY, NPZ or safetensors</source>
        <translation>NPY、NPZ 或 safetensors</translation>
    </message>
    <message>
        <source>an NPY file, whose one array has no name</source>
        <translation>NPY 文件，其唯一的数组没有名称</translation>
    </message>
    <message>
        <source>another kind of file</source>
        <translation>另一种文件</translation>
    </message>
    <message>
        <source>Save the array with numpy.save.</source>
        <translation>请用 numpy.save 保存该数组。</translation>
    </message>
    <message>
        <source>a symbolic link</source>
        <translation>符号链接</translation>
    </message>
    <message>
        <source>a device or a pipe</source>
        <translation>设备或管道</translation>
    </message>
    <message>
        <source>something that is no folder</source>
        <translation>不是文件夹的内容</translation>
    </message>
    <message>
        <source>an NPY header</source>
        <translation>NPY 头部</translation>
    </message>
    <message>
        <source>&quot;\x93NUMPY&quot; at the start</source>
        <translation>开头为“\x93NUMPY”</translation>
    </message>
    <message>
        <source>little-endian floats, integers or text</source>
        <translation>小端序的浮点数、整数或文本</translation>
    </message>
    <message>
        <source>an array in C order</source>
        <translation>C 顺序的数组</translation>
    </message>
    <message>
        <source>one in Fortran order</source>
        <translation>Fortran 顺序的数组</translation>
    </message>
    <message>
        <source>a quoted text</source>
        <translation>带引号的文本</translation>
    </message>
    <message>
        <source>a whole number from 0</source>
        <translation>从 0 起的整数</translation>
    </message>
    <message>
        <source>nothing after the dictionary but blanks</source>
        <translation>字典之后只有空白</translation>
    </message>
    <message>
        <source>at most %1 extents</source>
        <translation>最多 %1 维</translation>
    </message>
    <message>
        <source>descr, fortran_order and shape</source>
        <translation>descr、fortran_order 与 shape</translation>
    </message>
    <message>
        <source>a sound ZIP archive of NPY files</source>
        <translation>由 NPY 文件组成的完好 ZIP 归档</translation>
    </message>
    <message>
        <source>at most %1 arrays</source>
        <translation>最多 %1 个数组</translation>
    </message>
    <message>
        <source>the name of an NPY file</source>
        <translation>NPY 文件的名称</translation>
    </message>
    <message>
        <source>an entry without its sizes</source>
        <translation>没有大小信息的条目</translation>
    </message>
    <message>
        <source>an entry that is neither stored nor deflated</source>
        <translation>既非存储也非 deflate 压缩的条目</translation>
    </message>
    <message>
        <source>%1 bytes said to lie in %2</source>
        <translation>据称位于 %2 字节中的 %1 字节</translation>
    </message>
    <message>
        <source>this array</source>
        <translation>此数组</translation>
    </message>
    <message>
        <source>its early end</source>
        <translation>提前结束</translation>
    </message>
    <message>
        <source>more bytes than announced</source>
        <translation>字节数多于声明</translation>
    </message>
    <message>
        <source>writing arrays</source>
        <translation>写入数组</translation>
    </message>
    <message>
        <source>an array of the announced type and shape</source>
        <translation>类型与形状如声明的数组</translation>
    </message>
    <message>
        <source>an archive that takes each array once</source>
        <translation>每个数组只写入一次的归档</translation>
    </message>
    <message>
        <source>an array of this name</source>
        <translation>此名称的数组</translation>
    </message>
    <message>
        <source>The guide says how a region file is made.</source>
        <translation>指南说明了如何制作区域文件。</translation>
    </message>
    <message>
        <source>[regions, width]</source>
        <translation>[区域, 宽度]</translation>
    </message>
    <message>
        <source>at most %1 regions of width %2</source>
        <translation>最多 %1 个宽度为 %2 的区域</translation>
    </message>
    <message>
        <source>either boxes (pixels) or boxes_normalized (0 to 1), [%1, 4]</source>
        <translation>boxes（像素）或 boxes_normalized（0 到 1）之一，[%1, 4]</translation>
    </message>
    <message>
        <source>1 for a region, 0 for padding</source>
        <translation>1 表示区域，0 表示填充</translation>
    </message>
    <message>
        <source>%1 texts of one kind</source>
        <translation>%1 个同类文本</translation>
    </message>
    <message>
        <source>finite numbers or -infinity</source>
        <translation>有限数或 -infinity</translation>
    </message>
    <message>
        <source>finite numbers</source>
        <translation>有限数</translation>
    </message>
    <message>
        <source>one that is not</source>
        <translation>非有限数</translation>
    </message>
    <message>
        <source>code points</source>
        <translation>码点</translation>
    </message>
    <message>
        <source>%1 as fractions</source>
        <translation>%1（按比例）</translation>
    </message>
    <message>
        <source>a box inside the picture of %1 x %2 pixels</source>
        <translation>位于 %1 × %2 像素图像之内的框</translation>
    </message>
    <message>
        <source>x0 y0 x1 y1 with x0 &lt;= x1 and y0 &lt;= y1</source>
        <translation>满足 x0 &lt;= x1 且 y0 &lt;= y1 的 x0 y0 x1 y1</translation>
    </message>
    <message>
        <source>Was it made from another picture?</source>
        <translation>它是否由另一幅图像制作？</translation>
    </message>
    <message>
        <source>a single NPY array, which says nothing of boxes</source>
        <translation>单个 NPY 数组，不含框的信息</translation>
    </message>
    <message>
        <source>an HDF5 file</source>
        <translation>HDF5 文件</translation>
    </message>
    <message>
        <source>a Python pickle</source>
        <translation>Python pickle</translation>
    </message>
    <message>
        <source>a binary file of another kind</source>
        <translation>另一种二进制文件</translation>
    </message>
    <message>
        <source>an NPZ file or a TSV of regions</source>
        <translation>区域的 NPZ 文件或 TSV</translation>
    </message>
    <message>
        <source>a longer line</source>
        <translation>更长的行</translation>
    </message>
    <message>
        <source>6 or 10 columns between tabs</source>
        <translation>以制表符分隔的 6 或 10 列</translation>
    </message>
    <message>
        <source>%1 regions of %2 floats each</source>
        <translation>%1 个区域，每个 %2 个浮点数</translation>
    </message>
    <message>
        <source>equally many</source>
        <translation>同样多</translation>
    </message>
    <message>
        <source>%1 64-bit integers in base64</source>
        <translation>base64 编码的 %1 个 64 位整数</translation>
    </message>
    <message>
        <source>the picture&apos;s width</source>
        <translation>图像的宽度</translation>
    </message>
    <message>
        <source>the picture&apos;s height</source>
        <translation>图像的高度</translation>
    </message>
    <message>
        <source>regions of a picture of %1 x %2 pixels</source>
        <translation>%1 × %2 像素图像的区域</translation>
    </message>
    <message>
        <source>Open the picture that the detector was given.</source>
        <translation>请打开检测器所用的图像。</translation>
    </message>
    <message>
        <source>the number of regions</source>
        <translation>区域的数量</translation>
    </message>
    <message>
        <source>a row for &quot;%1&quot;</source>
        <translation>“%1”的行</translation>
    </message>
    <message>
        <source>%1 image: %2</source>
        <translation>%1 幅图像：%2</translation>
    </message>
    <message>
        <source>%1 images: %2</source>
        <translation>%1 幅图像：%2</translation>
    </message>
    <message>
        <source>Name one with --regions-id.</source>
        <translation>请用 --regions-id 指定一个。</translation>
    </message>
    <message>
        <source>caption, added, answer or generated</source>
        <translation>caption、added、answer 或 generated</translation>
    </message>
    <message>
        <source>patch, region or special</source>
        <translation>patch、region 或 special</translation>
    </message>
    <message>
        <source>a place in the grid</source>
        <translation>网格中的位置</translation>
    </message>
    <message>
        <source>row %1, column %2</source>
        <translation>第 %1 行，第 %2 列</translation>
    </message>
    <message>
        <source>spans inside the axis</source>
        <translation>位于轴内的区间</translation>
    </message>
    <message>
        <source>one that ends at %1</source>
        <translation>在 %1 处结束的区间</translation>
    </message>
    <message>
        <source>reading attention</source>
        <translation>读取注意力</translation>
    </message>
    <message>
        <source>more attention than that</source>
        <translation>更多的注意力</translation>
    </message>
    <message>
        <source>below the %1 layers</source>
        <translation>小于 %1 层</translation>
    </message>
    <message>
        <source>[rows, %1], as the weights have it</source>
        <translation>[行数, %1]，与权重一致</translation>
    </message>
    <message>
        <source>context as the value</source>
        <translation>以上下文作为值</translation>
    </message>
    <message>
        <source>%1, a row for each of the context</source>
        <translation>%1，上下文每行对应一行</translation>
    </message>
    <message>
        <source>the context is %1 wide, a query must be %2</source>
        <translation>上下文宽 %1，查询必须宽 %2</translation>
    </message>
    <message>
        <source>the query is %1 wide, a key must be %2 and a value %3</source>
        <translation>查询宽 %1，键必须宽 %2、值必须宽 %3</translation>
    </message>
    <message>
        <source>one cross-attention module looks in one direction only</source>
        <translation>单个交叉注意力模块只有一个方向</translation>
    </message>
    <message>
        <source>bare module</source>
        <translation>独立模块</translation>
    </message>
    <message>
        <source>room for %1 queries and a text</source>
        <translation>容纳 %1 个查询和一段文本的空间</translation>
    </message>
    <message>
        <source>%1, the image tower&apos;s width, for question answering</source>
        <translation>%1，即图像塔的宽度，用于问答</translation>
    </message>
    <message>
        <source>the base line is that of joint attention, which BridgeTower does not have</source>
        <translation>基线是联合注意力的，BridgeTower 没有联合注意力</translation>
    </message>
    <message>
        <source>true, as in every published checkpoint with a text tower</source>
        <translation>true，与每个公开发布的含文本塔的检查点一致</translation>
    </message>
    <message>
        <source>true, as in every published checkpoint</source>
        <translation>true，与每个公开发布的检查点一致</translation>
    </message>
    <message>
        <source>false, as in every published checkpoint</source>
        <translation>false，与每个公开发布的检查点一致</translation>
    </message>
    <message>
        <source>a multiple of 64, the width of one head</source>
        <translation>64（一个头的宽度）的倍数</translation>
    </message>
    <message>
        <source>the text tower&apos;s width %1</source>
        <translation>文本塔的宽度 %1</translation>
    </message>
    <message>
        <source>at most the text tower&apos;s %1 layers</source>
        <translation>最多为文本塔的 %1 层</translation>
    </message>
    <message>
        <source>as many layers as the text tower has, %1</source>
        <translation>与文本塔的层数相同，即 %1</translation>
    </message>
    <message>
        <source>room for two tokens behind the padding id %1</source>
        <translation>填充编号 %1 之后容纳两个词元的空间</translation>
    </message>
    <message>
        <source>add, scaled_add or interpolate</source>
        <translation>add、scaled_add 或 interpolate</translation>
    </message>
    <message>
        <source>a divisor of %1 and of %2</source>
        <translation>%1 与 %2 的公约数</translation>
    </message>
    <message>
        <source>a divisor of %1</source>
        <translation>%1 的约数</translation>
    </message>
    <message>
        <source>a token below %1</source>
        <translation>编号小于 %1 的词元</translation>
    </message>
    <message>
        <source>nothing, which means %1</source>
        <translation>无，即表示 %1</translation>
    </message>
    <message>
        <source>1 to %1 patches of the image&apos;s side %2</source>
        <translation>图像边长 %2 的 1 到 %1 个图像块</translation>
    </message>
    <message>
        <source>1 to %1 patches</source>
        <translation>1 到 %1 个图像块</translation>
    </message>
    <message>
        <source>%1, the image size of config.json</source>
        <translation>%1，即 config.json 的图像尺寸</translation>
    </message>
    <message>
        <source>a size that depends on the picture</source>
        <translation>取决于图像的尺寸</translation>
    </message>
    <message>
        <source>an id below %1, the word table&apos;s size</source>
        <translation>小于 %1（词表大小）的编号</translation>
    </message>
    <message>
        <source>Not all numbers are finite in %1. The weights are: the numbers outgrew a float on the way.</source>
        <translation>%1 中有非有限数。权重都是有限的：数值在计算途中超出了浮点范围。</translation>
    </message>
    <message>
        <source>Not all numbers are finite in %1. Nor are these weights: %2.</source>
        <translation>%1 中有非有限数。这些权重也是：%2。</translation>
    </message>
    <message>
        <source>Not all numbers are finite in %1.</source>
        <translation>%1 中有非有限数。</translation>
    </message>
    <message>
        <source>%1 row)</source>
        <translation>%1 行）</translation>
    </message>
    <message>
        <source>%1 rows)</source>
        <translation>%1 行）</translation>
    </message>
    <message>
        <source>%1 (text alone)</source>
        <translation>%1（仅文本）</translation>
    </message>
    <message>
        <source>longest text</source>
        <translation>最长文本</translation>
    </message>
    <message>
        <source>answer token</source>
        <translation>答案词元</translation>
    </message>
    <message>
        <source>it is what single stream computes here: the mask closes image→text by design</source>
        <translation>这就是此处单流的计算：掩码按设计关闭了图像→文本</translation>
    </message>
    <message>
        <source>masked by design: the image stands before the text and sees none of it</source>
        <translation>按设计屏蔽：图像排在文本之前，看不到文本</translation>
    </message>
    <message>
        <source>a model that answers in words of its own</source>
        <translation>以自己的话作答的模型</translation>
    </message>
    <message>
        <source>a model that writes</source>
        <translation>会生成文本的模型</translation>
    </message>
    <message>
        <source>%1 has no weights for this mode</source>
        <translation>%1 没有此模式的权重</translation>
    </message>
    <message>
        <source>Choose mode %1.</source>
        <translation>请选择模式 %1。</translation>
    </message>
    <message>
        <source>the state dict of a cross-attention module: torch.nn.MultiheadAttention (in_proj_weight or q_proj_weight), query_linear/key_linear/value_linear/output_linear, or proj_in/Wq/Wk/Wv/proj_out</source>
        <translation>交叉注意力模块的 state dict：torch.nn.MultiheadAttention（in_proj_weight 或 q_proj_weight）、query_linear/key_linear/value_linear/output_linear，或 proj_in/Wq/Wk/Wv/proj_out</translation>
    </message>
    <message>
        <source>%1 tensors of other names</source>
        <translation>%1 个其他名称的张量</translation>
    </message>
    <message>
        <source>%1 modules in the file</source>
        <translation>文件中有 %1 个模块</translation>
    </message>
    <message>
        <source>[out, in, 1, 1], a 1×1 convolution</source>
        <translation>[输出, 输入, 1, 1]，即 1×1 卷积</translation>
    </message>
    <message>
        <source>[out, in]</source>
        <translation>[输出, 输入]</translation>
    </message>
    <message>
        <source>one sample: [rows, width], [1, rows, width], [rows, 1, width] or [1, channels, height, width]</source>
        <translation>一个样本：[行, 宽]、[1, 行, 宽]、[行, 1, 宽] 或 [1, 通道, 高, 宽]</translation>
    </message>
    <message>
        <source>The batch order says that axis %1 counts samples.</source>
        <translation>批次顺序说明第 %1 轴是样本数。</translation>
    </message>
    <message>
        <source>Save one sample of the batch.</source>
        <translation>请只保存批次中的一个样本。</translation>
    </message>
    <message>
        <source>at most %1 rows of %2</source>
        <translation>最多 %1 行、每行 %2 个</translation>
    </message>
    <message>
        <source>%1 rows of %2</source>
        <translation>%1 行、每行 %2 个</translation>
    </message>
    <message>
        <source>booleans, 0 and 1, or floating-point numbers to add</source>
        <translation>布尔值、0 与 1，或用于相加的浮点数</translation>
    </message>
    <message>
        <source>the integer %1</source>
        <translation>整数 %1</translation>
    </message>
    <message>
        <source>%1 over the keys, or %2</source>
        <translation>键上的 %1，或 %2</translation>
    </message>
    <message>
        <source>nothing that says it</source>
        <translation>没有说明它的内容</translation>
    </message>
    <message>
        <source>nothing that says these</source>
        <translation>没有说明这些的内容</translation>
    </message>
    <message>
        <source>a byte that is none</source>
        <translation>不属于 UTF-8 的字节</translation>
    </message>
    <message>
        <source>features that ask</source>
        <translation>作为查询者的特征</translation>
    </message>
    <message>
        <source>features that are looked at</source>
        <translation>被关注的特征</translation>
    </message>
    <message>
        <source>how many heads share the width of %1</source>
        <translation>多少个头平分宽度 %1</translation>
    </message>
    <message>
        <source>how many heads share the width</source>
        <translation>多少个头平分宽度</translation>
    </message>
    <message>
        <source>which side asks, text or image</source>
        <translation>哪一侧是查询者，文本还是图像</translation>
    </message>
    <message>
        <source>a grid of %1 cells</source>
        <translation>含 %1 个单元格的网格</translation>
    </message>
    <message>
        <source>masked unit</source>
        <translation>被遮蔽的单元</translation>
    </message>
    <message>
        <source>%1, the width of the layers</source>
        <translation>%1，即各层的宽度</translation>
    </message>
    <message>
        <source>%1, one for each output of the head</source>
        <translation>%1，头部的每个输出各一个</translation>
    </message>
    <message>
        <source>ViLT in its authors&apos; layout</source>
        <translation>ViLT 作者的格式</translation>
    </message>
    <message>
        <source>CLIP in open_clip&apos;s layout</source>
        <translation>open_clip 格式的 CLIP</translation>
    </message>
    <message>
        <source>a detector of regions</source>
        <translation>区域检测器</translation>
    </message>
    <message>
        <source>It makes region files for other models: see the guide&apos;s page on them.</source>
        <translation>它为其他模型制作区域文件：见指南的相应页面。</translation>
    </message>
    <message>
        <source>OSCAR or VinVL</source>
        <translation>OSCAR 或 VinVL</translation>
    </message>
    <message>
        <source>BLIP in its authors&apos; layout</source>
        <translation>BLIP 作者的格式</translation>
    </message>
    <message>
        <source>BLIP or ALBEF, tuned to write, in its authors&apos; layout</source>
        <translation>为生成文本而微调的 BLIP 或 ALBEF，作者的格式</translation>
    </message>
    <message>
        <source>The config names code (%1). It is not run.</source>
        <translation>配置中指明了代码（%1）。它不会被运行。</translation>
    </message>
    <message>
        <source>padded text length</source>
        <translation>填充后的文本长度</translation>
    </message>
    <message>
        <source>1 to %1, the model&apos;s positions</source>
        <translation>1 到 %1，即模型的位置数</translation>
    </message>
    <message>
        <source>whole image</source>
        <translation>整幅图像</translation>
    </message>
    <message>
        <source>a detector&apos;s regions of this picture (NPZ or TSV), features %1 wide</source>
        <translation>检测器给出的此图像的区域（NPZ 或 TSV），特征宽 %1</translation>
    </message>
    <message>
        <source>This model sees what an object detector found: run one over the picture, save features and boxes (the guide&apos;s page on region files shows how) and give that file.</source>
        <translation>此模型看到的是物体检测器的结果：请对图像运行检测器，保存特征与框（做法见指南的区域文件一页），并提供该文件。</translation>
    </message>
    <message>
        <source>another value</source>
        <translation>另一个值</translation>
    </message>
    <message>
        <source>numbers of channels</source>
        <translation>通道数</translation>
    </message>
    <message>
        <source>1 to 6 stages, each halving the image exactly</source>
        <translation>1 到 6 级，每级恰好把图像缩小一半</translation>
    </message>
    <message>
        <source>names of modes</source>
        <translation>模式的名称</translation>
    </message>
    <message>
        <source>at least one mode</source>
        <translation>至少一种模式</translation>
    </message>
    <message>
        <source>max, mean or first</source>
        <translation>max、mean 或 first</translation>
    </message>
    <message>
        <source>a last entry equal to hidden_size</source>
        <translation>最后一项等于 hidden_size</translation>
    </message>
    <message>
        <source>the tensors of %1</source>
        <translation>%1 的张量</translation>
    </message>
    <message>
        <source>This checkpoint&apos;s head compares two pictures (NLVR2). What it looks at in one is shown, without that head&apos;s answer.</source>
        <translation>此检查点的头部比较两幅图像（NLVR2）。这里显示它在其中一幅中的关注，不含该头部的答案。</translation>
    </message>
    <message>
        <source>5: x0 y0 x1 y1 and the area</source>
        <translation>5 个：x0 y0 x1 y1 与面积</translation>
    </message>
    <message>
        <source>none: this checkpoint has no task tokens</source>
        <translation>无：此检查点没有任务词元</translation>
    </message>
    <message>
        <source>without its connection layers ViLBERT would be two models</source>
        <translation>没有连接层，ViLBERT 就成了两个模型</translation>
    </message>
    <message>
        <source>layers in rising order, 0 to %1</source>
        <translation>升序排列的层，0 到 %1</translation>
    </message>
    <message>
        <source>mul or sum</source>
        <translation>mul 或 sum</translation>
    </message>
    <message>
        <source>as many numbers as t_biattention_id has, %1</source>
        <translation>与 t_biattention_id 同样多的数，即 %1</translation>
    </message>
    <message>
        <source>at least 2: text and image</source>
        <translation>至少 2 个：文本与图像</translation>
    </message>
    <message>
        <source>the merges that belong to vocab.json</source>
        <translation>属于 vocab.json 的合并规则</translation>
    </message>
    <message>
        <source>two symbols with a blank between</source>
        <translation>以空格分隔的两个符号</translation>
    </message>
    <message>
        <source>an empty line</source>
        <translation>空行</translation>
    </message>
    <message>
        <source>another byte sequence</source>
        <translation>另一种字节序列</translation>
    </message>
    <message>
        <source>at most %1 merges</source>
        <translation>最多 %1 条合并规则</translation>
    </message>
    <message>
        <source>an entry for every byte, or an unknown token</source>
        <translation>每个字节各有一项，或有未知词元</translation>
    </message>
    <message>
        <source>every pair once</source>
        <translation>每对只出现一次</translation>
    </message>
    <message>
        <source>the pair of %1 again</source>
        <translation>再次出现 %1 的那一对</translation>
    </message>
    <message>
        <source>symbols of %1</source>
        <translation>%1 的符号</translation>
    </message>
    <message>
        <source>&quot;%1&quot;, which is none</source>
        <translation>“%1”，它不是</translation>
    </message>
    <message>
        <source>a member %1</source>
        <translation>成员 %1</translation>
    </message>
    <message>
        <source>at least %1 items</source>
        <translation>至少 %1 项</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true 或 false</translation>
    </message>
    <message>
        <source>an object of tokens and their ids</source>
        <translation>由词元及其编号组成的对象</translation>
    </message>
    <message>
        <source>Unicode data</source>
        <translation>Unicode 数据</translation>
    </message>
    <message>
        <source>a working ICU</source>
        <translation>可用的 ICU</translation>
    </message>
    <message>
        <source>a field of SentencePiece&apos;s model</source>
        <translation>SentencePiece 模型的字段</translation>
    </message>
    <message>
        <source>another kind of data</source>
        <translation>另一种数据</translation>
    </message>
    <message>
        <source>a number of at most 64 bits</source>
        <translation>不超过 64 位的数</translation>
    </message>
    <message>
        <source>a NUL inside</source>
        <translation>内含 NUL</translation>
    </message>
    <message>
        <source>a table of characters in base64</source>
        <translation>base64 编码的字符表</translation>
    </message>
    <message>
        <source>a table of characters</source>
        <translation>字符表</translation>
    </message>
    <message>
        <source>one that leads outside itself</source>
        <translation>指向自身之外的表</translation>
    </message>
    <message>
        <source>at most %1 user-defined pieces</source>
        <translation>最多 %1 个用户定义片段</translation>
    </message>
    <message>
        <source>at most %1 pieces</source>
        <translation>最多 %1 个片段</translation>
    </message>
    <message>
        <source>no pieces</source>
        <translation>没有片段</translation>
    </message>
    <message>
        <source>a SentencePiece model</source>
        <translation>SentencePiece 模型</translation>
    </message>
    <message>
        <source>an entry of the vocabulary</source>
        <translation>词表中的条目</translation>
    </message>
    <message>
        <source>single_word false</source>
        <translation>single_word 为 false</translation>
    </message>
    <message>
        <source>every token and every id once</source>
        <translation>每个词元与每个编号只出现一次</translation>
    </message>
    <message>
        <source>%1, which is the id of %2</source>
        <translation>%1，它是 %2 的编号</translation>
    </message>
    <message>
        <source>\s+, a blank or a class of characters, with + or {2,} behind it</source>
        <translation>\s+、空格或字符类，其后可有 + 或 {2,}</translation>
    </message>
    <message>
        <source>NFC, NFD, NFKC, NFKD, Lowercase, Strip, Replace, Prepend or Precompiled</source>
        <translation>NFC、NFD、NFKC、NFKD、Lowercase、Strip、Replace、Prepend 或 Precompiled</translation>
    </message>
    <message>
        <source>BertTokenizer for a vocab.txt</source>
        <translation>用于 vocab.txt 的 BertTokenizer</translation>
    </message>
    <message>
        <source>BERT&apos;s basic tokenizer</source>
        <translation>BERT 的基本分词器</translation>
    </message>
    <message>
        <source>Name the folder of a tokenizer with --tokenizer DIR, or copy the vocabulary that the model was trained with into its folder.</source>
        <translation>请用 --tokenizer DIR 指定分词器的文件夹，或把训练模型时所用的词表复制到其文件夹。</translation>
    </message>
    <message>
        <source>ByteLevel, or a Sequence of Split and ByteLevel</source>
        <translation>ByteLevel，或 Split 与 ByteLevel 的 Sequence</translation>
    </message>
    <message>
        <source>Split and ByteLevel</source>
        <translation>Split 与 ByteLevel</translation>
    </message>
    <message>
        <source>none: the same caption always gives the same tokens</source>
        <translation>无：同一描述文本总是得到相同的词元</translation>
    </message>
    <message>
        <source>WordPiece, Unigram or byte-level BPE</source>
        <translation>WordPiece、Unigram 或字节级 BPE</translation>
    </message>
    <message>
        <source>TemplateProcessing, BertProcessing, RobertaProcessing or ByteLevel</source>
        <translation>TemplateProcessing、BertProcessing、RobertaProcessing 或 ByteLevel</translation>
    </message>
    <message>
        <source>the token&apos;s id %1</source>
        <translation>词元的编号 %1</translation>
    </message>
    <message>
        <source>the caption once</source>
        <translation>描述文本只出现一次</translation>
    </message>
    <message>
        <source>a place for the caption</source>
        <translation>描述文本的位置</translation>
    </message>
    <message>
        <source>tokens by their ids</source>
        <translation>按编号排列的词元</translation>
    </message>
    <message>
        <source>an empty list</source>
        <translation>空列表</translation>
    </message>
    <message>
        <source>one character</source>
        <translation>一个字符</translation>
    </message>
    <message>
        <source>always, first or never</source>
        <translation>always、first 或 never</translation>
    </message>
    <message>
        <source>never, as add_prefix_space has it</source>
        <translation>never，与 add_prefix_space 一致</translation>
    </message>
    <message>
        <source>Metaspace, or a Sequence of WhitespaceSplit and Metaspace</source>
        <translation>Metaspace，或 WhitespaceSplit 与 Metaspace 的 Sequence</translation>
    </message>
    <message>
        <source>the id of the unknown token, below %1</source>
        <translation>未知词元的编号，小于 %1</translation>
    </message>
    <message>
        <source>every id once</source>
        <translation>每个编号只出现一次</translation>
    </message>
    <message>
        <source>%1 again, first of %2</source>
        <translation>再次出现 %1，首次属于 %2</translation>
    </message>
    <message>
        <source>an empty one</source>
        <translation>空的词元</translation>
    </message>
    <message>
        <source>every token once</source>
        <translation>每个词元只出现一次</translation>
    </message>
    <message>
        <source>%1 again, first with id %2</source>
        <translation>再次出现 %1，首次编号为 %2</translation>
    </message>
    <message>
        <source>a shape that leaves %1 pixels of the shorter side when the longer one is made %2</source>
        <translation>长边变为 %2 时短边仍有 %1 像素的形状</translation>
    </message>
    <message>
        <source>at most the size, %1</source>
        <translation>最多为尺寸 %1</translation>
    </message>
    <message>
        <source>numbers above 0</source>
        <translation>大于 0 的数</translation>
    </message>
    <message>
        <source>numbers that float32 can hold</source>
        <translation>float32 能表示的数</translation>
    </message>
    <message>
        <source>a number, [height, width] or an object</source>
        <translation>一个数、[高, 宽] 或对象</translation>
    </message>
    <message>
        <source>whole numbers from 1 to %1</source>
        <translation>1 到 %1 的整数</translation>
    </message>
    <message>
        <source>a size by height and width, or by shortest_edge</source>
        <translation>以 height 与 width 或 shortest_edge 给出的尺寸</translation>
    </message>
    <message>
        <source>at most %1 pixels a side and %2 pixels</source>
        <translation>每边最多 %1 像素，且最多 %2 像素</translation>
    </message>
    <message>
        <source>at most %1 pixels</source>
        <translation>最多 %1 像素</translation>
    </message>
    <message>
        <source>resized image</source>
        <translation>缩放后的图像</translation>
    </message>
    <message>
        <source>caption, byte %1</source>
        <translation>描述文本，第 %1 字节</translation>
    </message>
    <message>
        <source>line %1, column %2</source>
        <translation>第 %1 行，第 %2 列</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>第 %1 行</translation>
    </message>
    <message>
        <source>byte %1</source>
        <translation>第 %1 字节</translation>
    </message>
    <message>
        <source>box %1</source>
        <translation>框 %1</translation>
    </message>
    <message>
        <source>entry %1</source>
        <translation>条目 %1</translation>
    </message>
    <message>
        <source>piece %1</source>
        <translation>片段 %1</translation>
    </message>
    <message>
        <source>patch %1</source>
        <translation>图像块 %1</translation>
    </message>
    <message>
        <source>unit %1</source>
        <translation>单元 %1</translation>
    </message>
    <message>
        <source>class %1</source>
        <translation>类别 %1</translation>
    </message>
    <message>
        <source>a list of %1</source>
        <translation>%1 项的列表</translation>
    </message>
    <message>
        <source>one of %1 cells</source>
        <translation>%1 个单元格之一</translation>
    </message>
    <message>
        <source>at most %1 bytes</source>
        <translation>最多 %1 字节</translation>
    </message>
    <message>
        <source>at most %1 tensors</source>
        <translation>最多 %1 个张量</translation>
    </message>
    <message>
        <source>at most %1 MiB</source>
        <translation>最多 %1 MiB</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 字节</translation>
    </message>
    <message>
        <source>%1 values</source>
        <translation>%1 个值</translation>
    </message>
    <message>
        <source>%1 arrays</source>
        <translation>%1 个数组</translation>
    </message>
    <message>
        <source>%1 numbers</source>
        <translation>%1 个数</translation>
    </message>
    <message>
        <source>a bundled font</source>
        <translation>自带字体</translation>
    </message>
    <message>
        <source>the program&apos;s texts</source>
        <translation>程序的文本</translation>
    </message>
    <message>
        <source>well-formed XML from Qt</source>
        <translation>Qt 给出的格式正确的 XML</translation>
    </message>
    <message>
        <source>none that Qt can read</source>
        <translation>没有 Qt 能读取的</translation>
    </message>
    <message>
        <source>a snapshot</source>
        <translation>快照</translation>
    </message>
    <message>
        <source>Also: %1.</source>
        <translation>还有：%1。</translation>
    </message>
    <message>
        <source>&quot;No such file or directory&quot;</source>
        <translation>“没有该文件或目录”</translation>
    </message>
    <message>
        <source>&quot;Permission denied&quot;</source>
        <translation>“权限不足”</translation>
    </message>
    <message>
        <source>&quot;Is a directory&quot;</source>
        <translation>“这是一个目录”</translation>
    </message>
    <message>
        <source>&quot;Not a directory&quot;</source>
        <translation>“不是目录”</translation>
    </message>
    <message>
        <source>&quot;No space left on device&quot;</source>
        <translation>“设备上没有剩余空间”</translation>
    </message>
    <message>
        <source>&quot;Read-only file system&quot;</source>
        <translation>“只读文件系统”</translation>
    </message>
    <message>
        <source>&quot;File name too long&quot;</source>
        <translation>“文件名过长”</translation>
    </message>
    <message>
        <source>&quot;Too many levels of symbolic links&quot;</source>
        <translation>“符号链接层数过多”</translation>
    </message>
    <message>
        <source>&quot;Input/output error&quot;</source>
        <translation>“输入/输出错误”</translation>
    </message>
    <message>
        <source>&quot;File exists&quot;</source>
        <translation>“文件已存在”</translation>
    </message>
    <message>
        <source>numbers of heads</source>
        <translation>各头的数值</translation>
    </message>
    <message>
        <source>a map for every word</source>
        <translation>每个词一张热图</translation>
    </message>
    <message>
        <source>the matrix</source>
        <translation>矩阵</translation>
    </message>
    <message>
        <source>the plot over the layers</source>
        <translation>逐层曲线</translation>
    </message>
    <message>
        <source>the comparison</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>a page with room for the drawing, words and legend</source>
        <translation>能容下图、词与图例的页面</translation>
    </message>
    <message>
        <source>a statistic of a head</source>
        <translation>头的一种统计量</translation>
    </message>
    <message>
        <source>two views</source>
        <translation>两个视图</translation>
    </message>
    <message>
        <source>Say what it is compared with.</source>
        <translation>请说明与什么比较。</translation>
    </message>
</context>
<context>
    <name>FigureLabels</name>
    <message>
        <source>cosine similarity</source>
        <translation>余弦相似度</translation>
    </message>
    <message>
        <source>attention weight</source>
        <translation>注意力权重</translation>
    </message>
    <message>
        <source>Caption: %1</source>
        <translation>描述文本：%1</translation>
    </message>
</context>
<context>
    <name>FigureLayoutText</name>
    <message>
        <source>… and %1 more</source>
        <translation>…… 另有 %1 个</translation>
    </message>
</context>
<context>
    <name>FigureScript</name>
    <message>
        <source>attention.npz: File, Export numbers</source>
        <translation>attention.npz：文件、导出数值</translation>
    </message>
    <message>
        <source>attenscope-a, attenscope-b: the exported numbers of A and B, as the copied command writes them</source>
        <translation>attenscope-a、attenscope-b：A 与 B 导出的数值，如复制的命令所写</translation>
    </message>
</context>
<context>
    <name>FigureTable</name>
    <message>
        <source>key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>query</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>mean over heads</source>
        <translation>各头均值</translation>
    </message>
    <message>
        <source>head %1</source>
        <translation>头 %1</translation>
    </message>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
</context>
<context>
    <name>FigureText</name>
    <message>
        <source>patches %1</source>
        <translation>图像块 %1</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 及另外 %2 个</translation>
    </message>
    <message>
        <source>image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>words</source>
        <translation>词</translation>
    </message>
    <message>
        <source>layer %1</source>
        <translation>第 %1 层</translation>
    </message>
    <message>
        <source>layers %1–%2</source>
        <translation>第 %1–%2 层</translation>
    </message>
    <message>
        <source>one patch</source>
        <translation>1 个图像块</translation>
    </message>
    <message>
        <source>%1 patches</source>
        <translation>%1 个图像块</translation>
    </message>
    <message>
        <source>one region</source>
        <translation>1 个区域</translation>
    </message>
    <message>
        <source>%1 regions</source>
        <translation>%1 个区域</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>query: %1 → key: %2 (%3)</source>
        <translation>查询：%1 → 键：%2（%3）</translation>
    </message>
    <message>
        <source>cosine of projected words and patches, not attention</source>
        <translation>投影后的词与图像块的余弦，并非注意力</translation>
    </message>
    <message>
        <source> · rows of the joint matrix, divided by their share of these keys</source>
        <translation> · 联合矩阵的行，已除以其在这些键上的占比</translation>
    </message>
    <message>
        <source> · rows of the joint matrix, %1 of which lie on these keys</source>
        <translation> · 联合矩阵的行，其中 %1 落在这些键上</translation>
    </message>
    <message>
        <source>%1 layer %2 head %3</source>
        <translation>%1 第 %2 层第 %3 头</translation>
    </message>
    <message>
        <source>row %1</source>
        <translation>第 %1 行</translation>
    </message>
    <message>
        <source>patch %1</source>
        <translation>图像块 %1</translation>
    </message>
    <message>
        <source>region %1</source>
        <translation>区域 %1</translation>
    </message>
    <message>
        <source>region %1: %2</source>
        <translation>区域 %1：%2</translation>
    </message>
    <message>
        <source>every word (mean)</source>
        <translation>每个词（均值）</translation>
    </message>
    <message>
        <source>every patch (mean)</source>
        <translation>每个图像块（均值）</translation>
    </message>
    <message>
        <source>every region (mean)</source>
        <translation>每个区域（均值）</translation>
    </message>
    <message>
        <source>%1 (mean)</source>
        <translation>%1（均值）</translation>
    </message>
    <message>
        <source>cosine similarity, not attention</source>
        <translation>余弦相似度，并非注意力</translation>
    </message>
    <message>
        <source>%1, head %2</source>
        <translation>%1，第 %2 头</translation>
    </message>
    <message>
        <source>%1, %2 over layers</source>
        <translation>%1，各层取%2</translation>
    </message>
    <message>
        <source>%1, %2 of %3 heads</source>
        <translation>%1，%3 个头取%2</translation>
    </message>
    <message>
        <source>%1, %2 over layers and %3 heads</source>
        <translation>%1，各层与 %3 个头取%2</translation>
    </message>
    <message>
        <source>no special tokens among the keys</source>
        <translation>键中没有特殊词元</translation>
    </message>
    <message>
        <source>hidden: %1</source>
        <translation>隐藏：%1</translation>
    </message>
    <message>
        <source>shown: %1</source>
        <translation>显示：%1</translation>
    </message>
    <message>
        <source>hidden: %1 %2</source>
        <translation>隐藏：%1 %2</translation>
    </message>
    <message>
        <source>dropped: %1 %2, the rest renormalised</source>
        <translation>去除：%1 %2，其余重新归一化</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Similarity</source>
        <translation>相似度</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>Focus</source>
        <translation>焦点</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>标度</translation>
    </message>
    <message>
        <source>Special tokens</source>
        <translation>特殊词元</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Masked</source>
        <translation>已遮蔽</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>灰色</translation>
    </message>
    <message>
        <source>Heads off</source>
        <translation>关闭的头</translation>
    </message>
    <message numerus="yes">
        <source>%n tokens</source>
        <translation>
            <numerusform>%n 个词元</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n words</source>
        <translation>
            <numerusform>%n 个词</numerusform>
        </translation>
    </message>
    <message>
        <source>patch %1 %2</source>
        <translation>图像块 %1 %2</translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation>叠加图</translation>
    </message>
    <message>
        <source>not seen by the model (outside the dashed line)</source>
        <translation>模型未看到（虚线之外）</translation>
    </message>
    <message>
        <source>Padded</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>the model&apos;s input reaches beyond the image; nothing is there</source>
        <translation>模型的输入超出图像之外；那里没有内容</translation>
    </message>
</context>
<context>
    <name>FormulaText</name>
    <message>
        <source>S(%1, k) = cosine of the projected states</source>
        <translation>S(%1, k) = 投影状态的余弦</translation>
    </message>
    <message>
        <source>, divided by the row’s sum on this side</source>
        <translation>，除以该行在此侧的和</translation>
    </message>
    <message>
        <source>, divided by what special tokens leave</source>
        <translation>，除以特殊词元之外的剩余</translation>
    </message>
    <message>
        <source>, pieces of a word summed</source>
        <translation>，同一词的片段求和</translation>
    </message>
</context>
<context>
    <name>GridContent</name>
    <message>
        <source>image and text</source>
        <translation>图像与文本</translation>
    </message>
    <message>
        <source>text and image</source>
        <translation>文本与图像</translation>
    </message>
    <message>
        <source>image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>special keys hidden</source>
        <translation>特殊键已隐藏</translation>
    </message>
    <message>
        <source>special keys dropped, rows renormalised</source>
        <translation>特殊键已去除，行已重新归一化</translation>
    </message>
    <message>
        <source>cosine similarity, not attention</source>
        <translation>余弦相似度，并非注意力</translation>
    </message>
    <message>
        <source>each block&apos;s rows divided by their share</source>
        <translation>各块的行已除以其占比</translation>
    </message>
    <message>
        <source>peak %1</source>
        <translation>峰值 %1</translation>
    </message>
    <message>
        <source>part of each map’s range</source>
        <translation>在各热图自身范围中的位置</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Attention weight of every patch on the word. Such maps don’t sum to 1.</source>
        <translation>每个图像块对该词的注意力权重。此类热图之和不为 1。</translation>
    </message>
    <message>
        <source>Cosine similarity of the word and every patch; not attention.</source>
        <translation>该词与每个图像块的余弦相似度，并非注意力。</translation>
    </message>
    <message>
        <source>Attention weight over %1. Each map sums to 1.</source>
        <translation>在 %1 上的注意力权重。每张热图之和为 1。</translation>
    </message>
    <message>
        <source>Attention weight over %1. The rest of each row lies on words.</source>
        <translation>在 %1 上的注意力权重。每行的其余部分落在词上。</translation>
    </message>
    <message>
        <source>Attention weight over %1.</source>
        <translation>在 %1 上的注意力权重。</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>词</translation>
    </message>
    <message>
        <source>Image → every word</source>
        <translation>图像 → 每个词</translation>
    </message>
    <message>
        <source>Every word → image</source>
        <translation>每个词 → 图像</translation>
    </message>
    <message>
        <source>Image → every token</source>
        <translation>图像 → 每个词元</translation>
    </message>
    <message>
        <source>Every token → image</source>
        <translation>每个词元 → 图像</translation>
    </message>
    <message>
        <source>each map has a scale of its own</source>
        <translation>每张热图自有标度</translation>
    </message>
    <message>
        <source>A bright patch looks at the word.</source>
        <translation>明亮的图像块关注该词。</translation>
    </message>
    <message>
        <source>An even, dark map belongs to a word that spreads its weight.</source>
        <translation>均匀而暗的热图属于权重分散的词。</translation>
    </message>
    <message>
        <source>Matrix</source>
        <translation>矩阵</translation>
    </message>
    <message>
        <source>cosine similarity</source>
        <translation>余弦相似度</translation>
    </message>
    <message>
        <source>attention weight</source>
        <translation>注意力权重</translation>
    </message>
    <message numerus="yes">
        <source>one scale for all %n maps</source>
        <translation>
            <numerusform>全部 %n 张热图共用一个标度</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>none among the keys</source>
        <translation>键中没有</translation>
    </message>
    <message>
        <source>shown as the others</source>
        <translation>与其他键一样显示</translation>
    </message>
    <message>
        <source>%1: %2 of a row</source>
        <translation>%1：占一行的 %2</translation>
    </message>
    <message>
        <source>shared by all cells, %1</source>
        <translation>所有格子共用，%1</translation>
    </message>
    <message>
        <source>%1: queries × keys, %2</source>
        <translation>%1：查询 × 键，%2</translation>
    </message>
    <message>
        <source>Similarity</source>
        <translation>相似度</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>标度</translation>
    </message>
    <message>
        <source>Special keys</source>
        <translation>特殊键</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Outlined</source>
        <translation>框出</translation>
    </message>
    <message>
        <source>Margins</source>
        <translation>边缘</translation>
    </message>
    <message>
        <source>sums of the shown weights of a row; means of the columns over all queries that are not special</source>
        <translation>每行所示权重之和；各列在所有非特殊查询上的均值</translation>
    </message>
    <message>
        <source>Every token → tokens</source>
        <translation>每个词元 → 词元</translation>
    </message>
    <message>
        <source>Every word → words</source>
        <translation>每个词 → 词</translation>
    </message>
</context>
<context>
    <name>KeyStateText</name>
    <message>
        <source>masked</source>
        <translation>已遮蔽</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>已隐藏</translation>
    </message>
    <message>
        <source>no key here</source>
        <translation>此处不是键</translation>
    </message>
    <message>
        <source>no weight</source>
        <translation>无权重</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>已选中</translation>
    </message>
    <message>
        <source>pointed at</source>
        <translation>指针所指</translation>
    </message>
</context>
<context>
    <name>Language</name>
    <message>
        <source>en</source>
        <extracomment>The id of this translation&apos;s language; not shown to anybody.</extracomment>
        <translation>zh_CN</translation>
    </message>
</context>
<context>
    <name>MapTable</name>
    <message>
        <source>shown</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>已隐藏</translation>
    </message>
    <message>
        <source>masked</source>
        <translation>已遮蔽</translation>
    </message>
    <message>
        <source>absent</source>
        <translation>不是键</translation>
    </message>
    <message>
        <source>key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>state</source>
        <translation>状态</translation>
    </message>
</context>
<context>
    <name>MatrixText</name>
    <message>
        <source> and </source>
        <translation>与 </translation>
    </message>
    <message>
        <source>row sum</source>
        <translation>行和</translation>
    </message>
    <message>
        <source>Σ image</source>
        <translation>Σ 图像</translation>
    </message>
    <message>
        <source>Σ text</source>
        <translation>Σ 文本</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>mean, image</source>
        <translation>均值，图像</translation>
    </message>
    <message>
        <source>mean, text</source>
        <translation>均值，文本</translation>
    </message>
    <message>
        <source>hidden, %1</source>
        <translation>已隐藏，%1</translation>
    </message>
    <message>
        <source>masked</source>
        <translation>已遮蔽</translation>
    </message>
    <message>
        <source>closed: this block is masked whatever the input</source>
        <translation>关闭：无论输入如何，此块都被遮蔽</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <translation>%1 × %2</translation>
    </message>
    <message numerus="yes">
        <source>%n patches</source>
        <translation>
            <numerusform>%n 个图像块</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n regions</source>
        <translation>
            <numerusform>%n 个区域</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tokens</source>
        <translation>
            <numerusform>%n 个词元</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n words</source>
        <translation>
            <numerusform>%n 个词</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OverlayText</name>
    <message>
        <source>tint</source>
        <translation>着色</translation>
    </message>
    <message>
        <source>The map&apos;s colours everywhere; the image&apos;s light and dark shine through</source>
        <translation>处处为热图的颜色；透出图像的明暗</translation>
    </message>
    <message>
        <source>Opacity of the map: at 100 % its colours are exactly the colour bar&apos;s</source>
        <translation>热图的不透明度：100% 时其颜色与色条完全一致</translation>
    </message>
    <message>
        <source>tint, map %1 % opaque</source>
        <translation>着色，热图 %1% 不透明</translation>
    </message>
    <message>
        <source>spotlight</source>
        <translation>聚光</translation>
    </message>
    <message>
        <source>Opacity grows with the weight: the image stays where nothing looks</source>
        <translation>不透明度随权重增大：无人关注处保持原图</translation>
    </message>
    <message>
        <source>Opacity of the map at the end of the scale</source>
        <translation>标度末端热图的不透明度</translation>
    </message>
    <message>
        <source>spotlight, map up to %1 % opaque as the weight grows</source>
        <translation>聚光，热图随权重增大，最高 %1% 不透明</translation>
    </message>
    <message>
        <source>contours</source>
        <translation>等高线</translation>
    </message>
    <message>
        <source>Lines of equal weight on the smoothed map, at the colour bar&apos;s numbers</source>
        <translation>平滑热图上的等权重线，位于色条的刻度处</translation>
    </message>
    <message>
        <source>Opacity of the lines</source>
        <translation>线的不透明度</translation>
    </message>
    <message>
        <source>contours of the smoothed map at %2</source>
        <translation>平滑热图在 %2 处的等高线</translation>
    </message>
    <message>
        <source>multiply</source>
        <translation>正片叠底</translation>
    </message>
    <message>
        <source>The image&apos;s colours times the map&apos;s: dark where the colour bar is dark</source>
        <translation>图像的颜色乘以热图的颜色：色条暗处则暗</translation>
    </message>
    <message>
        <source>Share of the product: at 0 % the image alone, at 100 % the product</source>
        <translation>乘积的比例：0% 时仅为图像，100% 时为乘积</translation>
    </message>
    <message>
        <source>image multiplied by the map, %1 %</source>
        <translation>图像乘以热图，%1%</translation>
    </message>
    <message>
        <source>side by side</source>
        <translation>并排</translation>
    </message>
    <message>
        <source>The bare image, and beside it the map alone</source>
        <translation>原图，旁边是单独的热图</translation>
    </message>
    <message>
        <source>Beside the image the map is always opaque: there is nothing to set</source>
        <translation>与图像并排时热图总是不透明：无需设置</translation>
    </message>
    <message>
        <source>bare image beside the opaque map</source>
        <translation>原图与不透明热图并排</translation>
    </message>
</context>
<context>
    <name>ScaleText</name>
    <message>
        <source>shared</source>
        <translation>共享</translation>
    </message>
    <message>
        <source>0 to the largest weight of all layers and heads for this focus</source>
        <translation>0 至此焦点在所有层与头中的最大权重</translation>
    </message>
    <message>
        <source>shared scale</source>
        <translation>共享标度</translation>
    </message>
    <message>
        <source>shared, %1 (largest weight of all layers and heads for this focus)</source>
        <translation>共享，%1（此焦点在所有层与头中的最大权重）</translation>
    </message>
    <message>
        <source>fixed 0 to 1</source>
        <translation>固定 0 至 1</translation>
    </message>
    <message>
        <source>All that a weight can be</source>
        <translation>权重可能取的全部范围</translation>
    </message>
    <message>
        <source>fixed scale</source>
        <translation>固定标度</translation>
    </message>
    <message>
        <source>fixed, %1</source>
        <translation>固定，%1</translation>
    </message>
    <message>
        <source>per map</source>
        <translation>单图</translation>
    </message>
    <message>
        <source>Each map&apos;s own smallest to largest: hides how large the numbers are</source>
        <translation>每张热图自身的最小至最大：看不出数值的大小</translation>
    </message>
    <message>
        <source>this map’s own scale</source>
        <translation>此图自有标度</translation>
    </message>
    <message>
        <source>scale per map</source>
        <translation>单图标度</translation>
    </message>
    <message>
        <source>this map’s own, %1 (hides how large the numbers are)</source>
        <translation>此图自有，%1（看不出数值的大小）</translation>
    </message>
    <message>
        <source>quantiles 1–99 %</source>
        <translation>分位数 1–99%</translation>
    </message>
    <message>
        <source>From the 1 % to the 99 % quantile of the weights of all layers and heads for this focus; the rest is clipped</source>
        <translation>此焦点在所有层与头中权重的 1% 至 99% 分位数；其余截断</translation>
    </message>
    <message>
        <source>clipped at 1 and 99 %</source>
        <translation>在 1% 与 99% 处截断</translation>
    </message>
    <message>
        <source>scale by quantiles</source>
        <translation>分位数标度</translation>
    </message>
    <message>
        <source>quantiles, %1 (1 % and 99 % of the weights of all layers and heads for this focus; the rest is clipped)</source>
        <translation>分位数，%1（此焦点在所有层与头中权重的 1% 与 99%；其余截断）</translation>
    </message>
    <message>
        <source>log10</source>
        <translation>log10</translation>
    </message>
    <message>
        <source>Logarithmic, from 1/10000 of the largest weight of all layers and heads for this focus up to it; smaller weights are clipped</source>
        <translation>对数，从此焦点在所有层与头中最大权重的 1/10000 到该值；更小的权重截断</translation>
    </message>
    <message>
        <source>log10 scale</source>
        <translation>log10 标度</translation>
    </message>
    <message>
        <source>log10, %1 (largest weight of all layers and heads for this focus; what is below 1/10000 of it is clipped)</source>
        <translation>log10，%1（此焦点在所有层与头中的最大权重；低于其 1/10000 的截断）</translation>
    </message>
    <message>
        <source>lift over uniform</source>
        <translation>相对均匀分布的倍数</translation>
    </message>
    <message>
        <source>How many times the weight of an even row, log2 around ×1; as far down as the largest of all layers and heads for this focus lies up</source>
        <translation>为均匀行权重的多少倍，以 ×1 为中心取 log2；向下与此焦点在所有层与头中的最大值向上等距</translation>
    </message>
    <message>
        <source>log2 scale</source>
        <translation>log2 标度</translation>
    </message>
    <message>
        <source>scale of lift over uniform</source>
        <translation>相对均匀分布倍数的标度</translation>
    </message>
    <message>
        <source>lift over uniform, %1 (log2 around ×1, the weight of an even row; largest of all layers and heads for this focus)</source>
        <translation>相对均匀分布的倍数，%1（以均匀行权重 ×1 为中心取 log2；此焦点在所有层与头中的最大值）</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>shared, %1 (all cosines of this focus, and 0)</source>
        <translation>共享，%1（此焦点的全部余弦以及 0）</translation>
    </message>
</context>
<context>
    <name>SeriesLabels</name>
    <message>
        <source>layer %1</source>
        <translation>第 %1 层</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>%1 layers × %2 heads</source>
        <translation>%1 层 × %2 头</translation>
    </message>
    <message>
        <source>each layer</source>
        <translation>各层</translation>
    </message>
    <message>
        <source>common to all maps shown, %1</source>
        <translation>所示全部热图共用，%1</translation>
    </message>
    <message>
        <source>each word by itself</source>
        <translation>每个词单独</translation>
    </message>
    <message>
        <source>every patch, by the word that it looks at</source>
        <translation>每个图块，按其所看的词</translation>
    </message>
    <message>
        <source>each token by itself</source>
        <translation>每个词元各自</translation>
    </message>
</context>
<context>
    <name>SheetLabels</name>
    <message>
        <source>head %1</source>
        <translation>第 %1 头</translation>
    </message>
    <message>
        <source>head</source>
        <translation>头</translation>
    </message>
    <message>
        <source>%1: off</source>
        <translation>%1：已关闭</translation>
    </message>
    <message>
        <source>%1: %2 to %3</source>
        <translation>%1：%2 至 %3</translation>
    </message>
</context>
<context>
    <name>StepsContent</name>
    <message>
        <source>layer %1, head %2</source>
        <translation>第 %1 层，第 %2 头</translation>
    </message>
    <message>
        <source>%1, one of the %2 heads that are put together</source>
        <translation>%1，合并的 %2 个头之一</translation>
    </message>
    <message>
        <source>Step by step</source>
        <translation>逐步计算</translation>
    </message>
    <message>
        <source>Choose a word or a patch: its row is worked out here.</source>
        <translation>选择一个词或图像块：此处会算出它的那一行。</translation>
    </message>
    <message>
        <source>Cosine similarities come about in one step, without a softmax.</source>
        <translation>余弦相似度一步得出，不经过 softmax。</translation>
    </message>
    <message>
        <source>Recording queries, keys and values…</source>
        <translation>正在记录查询、键与值…</translation>
    </message>
    <message>
        <source>What is chosen asks nothing here.</source>
        <translation>所选内容在此处不作为查询。</translation>
    </message>
    <message>
        <source>%1 → %2, step by step</source>
        <translation>%1 → %2，逐步计算</translation>
    </message>
    <message>
        <source>image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>This model records no queries and keys.</source>
        <translation>此模型不记录查询与键。</translation>
    </message>
</context>
<context>
    <name>WindowContent</name>
    <message>
        <source>%1, which is off</source>
        <translation>%1（已关闭）</translation>
    </message>
    <message>
        <source>share of the row&apos;s mass on this side</source>
        <translation>占该行在此侧权重和的比例</translation>
    </message>
    <message>
        <source>%1 of the row is here</source>
        <translation>该行权重的 %1 在此</translation>
    </message>
    <message>
        <source>%1, cosine similarity, not attention</source>
        <translation>%1，余弦相似度，并非注意力</translation>
    </message>
    <message>
        <source>row sums to 1</source>
        <translation>每行之和为 1</translation>
    </message>
    <message>
        <source>In text→image mode patches ask nothing: there is no image→text attention.</source>
        <translation>在文本→图像模式下，图像块不作为查询：没有图像→文本注意力。</translation>
    </message>
    <message>
        <source>In image→text mode words ask nothing: there is no text→image attention. Click a patch to see which words it looks at.</source>
        <translation>在图像→文本模式下，词不作为查询：没有文本→图像注意力。单击图像块可查看它关注哪些词。</translation>
    </message>
    <message>
        <source>Masked by design: this model is causal and reads the image before the words, so no patch looks at a word.</source>
        <translation>按设计被掩码：此模型是因果的，先读图像后读词，因此没有图像块关注词。</translation>
    </message>
    <message>
        <source>This model records no %1 attention in this mode.</source>
        <translation>此模型在该模式下没有记录%1注意力。</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Text rows</source>
        <translation>文本行</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>词</translation>
    </message>
    <message>
        <source>point to look, click to keep, Shift adds</source>
        <translation>指向即看，单击保留，Shift 追加</translation>
    </message>
    <message>
        <source>%1 masked</source>
        <translation>%1 已遮蔽</translation>
    </message>
    <message>
        <source>Layer %1, head %2 off (%3)</source>
        <translation>第 %1 层第 %2 头已关闭（%3）</translation>
    </message>
    <message>
        <source>%1 × %2 patches</source>
        <translation>%1 × %2 个图像块</translation>
    </message>
    <message>
        <source>%1: x %2–%3, y %4–%5 px</source>
        <translation>%1：x %2–%3，y %4–%5 像素</translation>
    </message>
    <message numerus="yes">
        <source>%n patches</source>
        <translation>
            <numerusform>%n 个图像块</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n regions</source>
        <translation>
            <numerusform>%n 个区域</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2. The number is chosen under Heads.</source>
        <translation>%1：%2。该数值在“注意力头”中选择。</translation>
    </message>
    <message>
        <source>No numbers: %1.</source>
        <translation>没有数值：%1。</translation>
    </message>
    <message>
        <source>Ran in %1 ms</source>
        <translation>运行用时 %1 毫秒</translation>
    </message>
    <message>
        <source>Ran %1 of %2 layers in %3 ms</source>
        <translation>运行 %2 层中的 %1 层，用时 %3 毫秒</translation>
    </message>
    <message>
        <source>Ran from layer %1 (%2) in %3 ms</source>
        <translation>自第 %1 层（%2）起运行，用时 %3 毫秒</translation>
    </message>
    <message>
        <source>Running: %1, %2 of %3</source>
        <translation>正在运行：%1，%2 / %3</translation>
    </message>
    <message>
        <source>%1, about %2 s left</source>
        <translation>%1，约剩 %2 秒</translation>
    </message>
    <message>
        <source>%1, about %2 min left</source>
        <translation>%1，约剩 %2 分钟</translation>
    </message>
</context>
<context>
    <name>WordCellText</name>
    <message>
        <source>hidden %1</source>
        <translation>隐藏 %1</translation>
    </message>
</context>
<context>
    <name>attenscope::Actions</name>
    <message>
        <source>%1: %2</source>
        <comment>a choice in its group</comment>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>attenscope::CaptionField</name>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Caption</source>
        <translation>描述文本</translation>
    </message>
    <message>
        <source>Run the model on this image and caption (Enter)</source>
        <translation>用此图像与描述文本运行模型（Enter）</translation>
    </message>
    <message>
        <source>Names for the text rows, one word each; numbers without</source>
        <translation>文本行的名称，每行一个词；不填则用编号</translation>
    </message>
    <message>
        <source>Type what the image shows, then press Enter</source>
        <translation>输入图像的内容，然后按 Enter</translation>
    </message>
    <message>
        <source>A word for each of the module&apos;s text rows; Enter takes them</source>
        <translation>为模块的每个文本行给一个词；按 Enter 采用</translation>
    </message>
    <message>
        <source>A sentence about the image; Enter runs the model</source>
        <translation>一句关于图像的话；按 Enter 运行模型</translation>
    </message>
</context>
<context>
    <name>attenscope::ColourBarView</name>
    <message>
        <source>Scale of the words&apos; colours</source>
        <translation>词的颜色标度</translation>
    </message>
    <message>
        <source>from</source>
        <translation>从</translation>
    </message>
    <message>
        <source>to</source>
        <translation>至</translation>
    </message>
    <message>
        <source>pointed at</source>
        <translation>指针所指</translation>
    </message>
</context>
<context>
    <name>attenscope::CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>想做什么？</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>查找命令</translation>
    </message>
    <message>
        <source>Type a part of it; Enter does it</source>
        <translation>输入其中一部分；按 Enter 执行</translation>
    </message>
    <message>
        <source>Commands that answer</source>
        <translation>匹配的命令</translation>
    </message>
</context>
<context>
    <name>attenscope::ComparePicture</name>
    <message>
        <source>A, B and their difference</source>
        <translation>A、B 及其差</translation>
    </message>
    <message>
        <source>Point at a place to see it in both; click one of B to choose it</source>
        <translation>指向一处可在两者中查看；单击 B 中的一处可选择它</translation>
    </message>
    <message>
        <source>patch (%1, %2)</source>
        <translation>图像块 (%1, %2)</translation>
    </message>
    <message>
        <source>A − B</source>
        <translation>A − B</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>已隐藏</translation>
    </message>
    <message>
        <source>masked</source>
        <translation>已遮蔽</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>attenscope::CompareView</name>
    <message>
        <source>%1 has no such map: %2</source>
        <translation>%1 没有这样的热图：%2</translation>
    </message>
    <message>
        <source>A is being run again…</source>
        <translation>正在重新运行 A…</translation>
    </message>
    <message>
        <source>A could not be run again.</source>
        <translation>无法重新运行 A。</translation>
    </message>
    <message>
        <source>A ran in %1 ms, B in %2 ms</source>
        <translation>运行用时：A %1 毫秒，B %2 毫秒</translation>
    </message>
    <message>
        <source>One of the two has no such map.</source>
        <translation>二者之一没有这样的热图。</translation>
    </message>
    <message>
        <source>Comparison of two views</source>
        <translation>两个视图的比较</translation>
    </message>
    <message>
        <source>Duration of both runs</source>
        <translation>两次运行的用时</translation>
    </message>
    <message>
        <source>Pin as A</source>
        <translation>固定为 A</translation>
    </message>
    <message>
        <source>What is looked at now becomes A</source>
        <translation>当前查看的内容成为 A</translation>
    </message>
    <message>
        <source>Swap A and B</source>
        <translation>交换 A 与 B</translation>
    </message>
    <message>
        <source>Look at A; what is looked at now becomes A</source>
        <translation>查看 A；当前查看的内容成为 A</translation>
    </message>
    <message>
        <source>Go back to A</source>
        <translation>返回 A</translation>
    </message>
    <message>
        <source>Look at A again; it stays pinned</source>
        <translation>重新查看 A；它仍保持固定</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>取消固定</translation>
    </message>
    <message>
        <source>Compare with nothing</source>
        <translation>不再比较</translation>
    </message>
    <message>
        <source>Show heads</source>
        <translation>显示头</translation>
    </message>
    <message>
        <source>The heads and the inspector beside the comparison</source>
        <translation>在比较旁显示头与检查器</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Numbers of both maps</source>
        <translation>两张热图的数值</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>What both runs say</source>
        <translation>两次运行给出的结果</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>一致性</translation>
    </message>
    <message>
        <source>How alike both maps are</source>
        <translation>两张热图的相近程度</translation>
    </message>
    <message>
        <source>Pin this view as A, then change anything: the caption, the layer, the mode, the image, the model.</source>
        <translation>将此视图固定为 A，然后更改任意内容：描述文本、层、模式、图像、模型。</translation>
    </message>
    <message>
        <source>Pin this view as A (%1), then change anything: the caption, the layer, the mode, the image, the model.</source>
        <translation>将此视图固定为 A（%1），然后更改任意内容：描述文本、层、模式、图像、模型。</translation>
    </message>
    <message>
        <source>Run A again</source>
        <translation>重新运行 A</translation>
    </message>
    <message>
        <source>Try once more to run what was pinned</source>
        <translation>再次尝试运行已固定的内容</translation>
    </message>
</context>
<context>
    <name>attenscope::DepthView</name>
    <message>
        <source>Depth: a number for each layer</source>
        <translation>深度：每层一个数值</translation>
    </message>
    <message>
        <source>layer %1</source>
        <translation>第 %1 层</translation>
    </message>
    <message>
        <source>mean over heads</source>
        <translation>各头均值</translation>
    </message>
    <message>
        <source>head %1</source>
        <translation>第 %1 头</translation>
    </message>
</context>
<context>
    <name>attenscope::Document</name>
    <message>
        <source>image of the figure</source>
        <translation>插图中的图像</translation>
    </message>
</context>
<context>
    <name>attenscope::ErrorBar</name>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>应为</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>实为</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>解决办法</translation>
    </message>
    <message>
        <source>The image could not be opened.</source>
        <translation>无法打开图像。</translation>
    </message>
    <message>
        <source>This checkpoint brings no tokenizer.</source>
        <translation>此检查点不带分词器。</translation>
    </message>
    <message>
        <source>The checkpoint could not be opened.</source>
        <translation>无法打开检查点。</translation>
    </message>
    <message>
        <source>This mode cannot be run.</source>
        <translation>无法以此模式运行。</translation>
    </message>
    <message>
        <source>This model needs the regions of an object detector.</source>
        <translation>此模型需要目标检测器给出的区域。</translation>
    </message>
    <message>
        <source>These regions cannot be used.</source>
        <translation>这些区域无法使用。</translation>
    </message>
    <message>
        <source>The file of arrays could not be read.</source>
        <translation>无法读取数组文件。</translation>
    </message>
    <message>
        <source>The caption cannot be used.</source>
        <translation>此描述文本无法使用。</translation>
    </message>
    <message>
        <source>The file could not be written.</source>
        <translation>无法写入文件。</translation>
    </message>
    <message>
        <source>There is not enough memory.</source>
        <translation>内存不足。</translation>
    </message>
    <message>
        <source>The file could not be read.</source>
        <translation>无法读取文件。</translation>
    </message>
    <message>
        <source>This did not work.</source>
        <translation>操作未成功。</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Open regions…</source>
        <translation>打开区域…</translation>
    </message>
    <message>
        <source>Choose a tokenizer…</source>
        <translation>选择分词器…</translation>
    </message>
    <message>
        <source>What went wrong</source>
        <translation>出错原因</translation>
    </message>
    <message>
        <source>Details of the error</source>
        <translation>错误的详细信息</translation>
    </message>
    <message>
        <source>Everything that is known</source>
        <translation>已知的全部信息</translation>
    </message>
    <message>
        <source>Show everything that is known</source>
        <translation>显示已知的全部信息</translation>
    </message>
    <message>
        <source>Copy the details to the clipboard</source>
        <translation>把详细信息复制到剪贴板</translation>
    </message>
    <message>
        <source>Do the same once more</source>
        <translation>再做一次</translation>
    </message>
    <message>
        <source>Open regions</source>
        <translation>打开区域</translation>
    </message>
    <message>
        <source>Choose the NPZ or TSV file with the image&apos;s regions (Ctrl+R)</source>
        <translation>选择含该图像区域的 NPZ 或 TSV 文件（Ctrl+R）</translation>
    </message>
    <message>
        <source>Choose a tokenizer</source>
        <translation>选择分词器</translation>
    </message>
    <message>
        <source>Use the tokenizer of another checkpoint; remembered for this one</source>
        <translation>使用另一检查点的分词器；会为此检查点记住</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close this message (Esc)</source>
        <translation>关闭此消息（Esc）</translation>
    </message>
    <message>
        <source>The last result stays on screen.</source>
        <translation>上一次的结果仍保留在屏幕上。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a fact about an error</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>expected %1</source>
        <translation>应为 %1</translation>
    </message>
    <message>
        <source>found %1</source>
        <translation>实为 %1</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between what was expected and what was found</comment>
        <translation>，</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <comment>what is wrong, what to do</comment>
        <translation>%1。%2</translation>
    </message>
</context>
<context>
    <name>attenscope::ExportControl</name>
    <message>
        <source>Copied the figure</source>
        <translation>已复制插图</translation>
    </message>
    <message>
        <source>Copied the values</source>
        <translation>已复制数值</translation>
    </message>
    <message>
        <source>Copied the command line of the figure</source>
        <translation>已复制插图的命令行</translation>
    </message>
    <message>
        <source>figure %1.png</source>
        <translation>插图 %1.png</translation>
    </message>
    <message>
        <source>Copied the numbers as Python</source>
        <translation>已将数值复制为 Python</translation>
    </message>
</context>
<context>
    <name>attenscope::ExportPanel</name>
    <message>
        <source>Export the figure</source>
        <translation>导出插图</translation>
    </message>
    <message>
        <source>Shows</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>The kind of file</source>
        <translation>文件类型</translation>
    </message>
    <message>
        <source>Time for each map</source>
        <translation>每张热图的时间</translation>
    </message>
    <message>
        <source>How long an animation shows each map</source>
        <translation>动画显示每张热图的时长</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>分辨率</translation>
    </message>
    <message>
        <source>Pixels per inch: more of them make text larger in pixels</source>
        <translation>每英寸像素数：越大，文字占的像素越多</translation>
    </message>
    <message>
        <source> dpi</source>
        <translation> dpi</translation>
    </message>
    <message>
        <source>Colours of the page</source>
        <translation>页面的颜色</translation>
    </message>
    <message>
        <source>As the window</source>
        <translation>跟随窗口</translation>
    </message>
    <message>
        <source>Light or dark as the window is</source>
        <translation>深浅与窗口相同</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark text on white</source>
        <translation>白底深色文字</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light text on dark grey</source>
        <translation>深灰底浅色文字</translation>
    </message>
    <message>
        <source>Size of the figure</source>
        <translation>插图的尺寸</translation>
    </message>
    <message>
        <source>Each map</source>
        <translation>每张热图</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>With</source>
        <translation>包含</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>文件内</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Width of the page</source>
        <translation>页面的宽度</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>Height of the page</source>
        <translation>页面的高度</translation>
    </message>
    <message>
        <source>Unit of the size</source>
        <translation>尺寸的单位</translation>
    </message>
    <message>
        <source>Pixels, or millimetres at the resolution</source>
        <translation>像素，或按分辨率换算的毫米</translation>
    </message>
    <message>
        <source>px</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>mm</source>
        <translation>毫米</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>图例</translation>
    </message>
    <message>
        <source>Direction, focus, scale, mode and model</source>
        <translation>方向、焦点、标度、模式与模型</translation>
    </message>
    <message>
        <source>Caption</source>
        <translation>描述文本</translation>
    </message>
    <message>
        <source>The caption&apos;s words; always there where they are keys</source>
        <translation>描述文本的词；词为键时总是保留</translation>
    </message>
    <message>
        <source>Colour bar</source>
        <translation>色条</translation>
    </message>
    <message>
        <source>The scale&apos;s colours and numbers</source>
        <translation>标度的颜色与数值</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>配方</translation>
    </message>
    <message>
        <source>Dropping the file on the window brings the view back; names the image by its path and digest</source>
        <translation>把文件拖到窗口上即可恢复视图；以路径与摘要值指明图像</translation>
    </message>
    <message>
        <source>The image itself</source>
        <translation>图像本身</translation>
    </message>
    <message>
        <source>Beside the recipe, so that the view comes back without its file</source>
        <translation>与配方一同保存，使视图无需图像文件即可恢复</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the figure</source>
        <translation>复制插图</translation>
    </message>
    <message>
        <source>To the clipboard, as pixels and as SVG</source>
        <translation>到剪贴板，像素图与 SVG 两种形式</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Choose where to save the figure</source>
        <translation>选择插图的保存位置</translation>
    </message>
    <message>
        <source>%1 × %2 pixels, %3 × %4 mm in print</source>
        <translation>%1 × %2 像素，打印为 %3 × %4 毫米</translation>
    </message>
    <message>
        <source>What the open tab shows; of the image also several maps on a common scale</source>
        <translation>打开的标签页所示内容；图像还可以是共用一个标度的多张热图</translation>
    </message>
</context>
<context>
    <name>attenscope::FigureHandle</name>
    <message>
        <source>Copy or drag the figure</source>
        <translation>复制或拖出插图</translation>
    </message>
    <message>
        <source>Drag the figure to another program, or click to copy it</source>
        <translation>把插图拖到其他程序，或单击复制</translation>
    </message>
</context>
<context>
    <name>attenscope::FigurePreview</name>
    <message>
        <source>Preview of the figure</source>
        <translation>插图预览</translation>
    </message>
    <message>
        <source>The figure as it will be exported</source>
        <translation>将要导出的插图</translation>
    </message>
    <message>
        <source>There is no map to export.</source>
        <translation>没有可导出的热图。</translation>
    </message>
</context>
<context>
    <name>attenscope::FormRow</name>
    <message>
        <source>What is wrong: %1</source>
        <translation>问题所在：%1</translation>
    </message>
</context>
<context>
    <name>attenscope::FoundHeadsPanel</name>
    <message>
        <source>layer %1, head %2</source>
        <translation>第 %1 层，第 %2 头</translation>
    </message>
    <message>
        <source>Heads that look there</source>
        <translation>关注该处的头</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close the found heads</source>
        <translation>关闭找到的头</translation>
    </message>
    <message>
        <source>Close the list (Esc)</source>
        <translation>关闭列表（Esc）</translation>
    </message>
    <message>
        <source>Heads by their share inside the chosen patches</source>
        <translation>按所选图像块内的占比排列的头</translation>
    </message>
    <message>
        <source>Enter and Shift+Enter step through them</source>
        <translation>用 Enter 与 Shift+Enter 逐个查看</translation>
    </message>
    <message>
        <source>Drag a box on the image, choose a word, and press F.</source>
        <translation>在图像上拖出一个框，选择一个词，再按 F。</translation>
    </message>
    <message>
        <source>No head of this mode asks from words about the image.</source>
        <translation>此模式下没有头由词查询图像。</translation>
    </message>
    <message>
        <source>Weight of %1 on the chosen patch</source>
        <translation>%1 在所选图像块上的权重</translation>
    </message>
    <message>
        <source>Weight of %1 on the %2 chosen patches</source>
        <translation>%1 在所选 %2 个图像块上的权重</translation>
    </message>
    <message>
        <source>%1: share %2</source>
        <translation>%1：占比 %2</translation>
    </message>
</context>
<context>
    <name>attenscope::FullMatrixView</name>
    <message>
        <source>Matrix: queries and keys</source>
        <translation>矩阵：查询与键</translation>
    </message>
    <message>
        <source>Wheel: zoom. Drag: move. Click: look at the row&apos;s query, Shift adds</source>
        <translation>滚轮：缩放。拖动：移动。单击：查看该行的查询，Shift 追加</translation>
    </message>
    <message>
        <source>Point at a cell for its number; click a row to look at it; wheel to zoom, drag to move</source>
        <translation>指向单元格可查看数值；单击一行可查看该行；滚轮缩放，拖动移动</translation>
    </message>
    <message>
        <source>Averaged: there is less than one pixel for each cell</source>
        <translation>已取平均：每个单元格不足一个像素</translation>
    </message>
    <message>
        <source>row sum %1</source>
        <translation>行和 %1</translation>
    </message>
    <message>
        <source>hidden %1</source>
        <translation>隐藏 %1</translation>
    </message>
    <message>
        <source>column mean %1</source>
        <translation>列均值 %1</translation>
    </message>
</context>
<context>
    <name>attenscope::HeadMatrix</name>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>layer %1, head %2: off</source>
        <translation>第 %1 层，第 %2 头：已关闭</translation>
    </message>
    <message>
        <source>Switch this head on</source>
        <translation>打开此头</translation>
    </message>
    <message>
        <source>Switch this head off</source>
        <translation>关闭此头</translation>
    </message>
    <message>
        <source>Its context is set to zero before the output projection</source>
        <translation>在输出投影之前将其上下文置零</translation>
    </message>
    <message>
        <source>Look at this head</source>
        <translation>查看此头</translation>
    </message>
    <message>
        <source>Look at all heads of the layer</source>
        <translation>查看该层的全部头</translation>
    </message>
    <message>
        <source>Click a map for its head, a row&apos;s name for all heads of the layer; right-click to switch a head off</source>
        <translation>单击小图查看该头，单击行名查看该层全部头；右键可关闭某头</translation>
    </message>
    <message>
        <source>layer %1</source>
        <translation>第 %1 层</translation>
    </message>
    <message>
        <source>head %1</source>
        <translation>第 %1 头</translation>
    </message>
    <message>
        <source>Heads of all layers</source>
        <translation>所有层的头</translation>
    </message>
    <message>
        <source>layer %1, head %2: %3 %4</source>
        <translation>第 %1 层，第 %2 头：%3 %4</translation>
    </message>
    <message>
        <source>from place %1</source>
        <translation>从第 %1 位起</translation>
    </message>
    <message>
        <source>column %1</source>
        <translation>第 %1 列</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>已略去</translation>
    </message>
    <message>
        <source>layer %1, head %2: %3</source>
        <translation>第 %1 层，第 %2 头：%3</translation>
    </message>
</context>
<context>
    <name>attenscope::HeadsPanel</name>
    <message>
        <source>Heads</source>
        <translation>注意力头</translation>
    </message>
    <message>
        <source>Sort</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>How the heads stand: by layer, or by the number</source>
        <translation>头的排列方式：按层或按数值</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>What is said of each head</source>
        <translation>每个头的数值</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Which heads stand here</source>
        <translation>此处显示哪些头</translation>
    </message>
    <message>
        <source>Heads as</source>
        <translation>头显示为</translation>
    </message>
    <message>
        <source>How many heads stand here</source>
        <translation>此处有多少个头</translation>
    </message>
    <message>
        <source>Why there are no numbers</source>
        <translation>为何没有数值</translation>
    </message>
    <message>
        <source>Least number</source>
        <translation>最小数值</translation>
    </message>
    <message>
        <source>Heads with a smaller number are left out</source>
        <translation>略去数值更小的头</translation>
    </message>
    <message>
        <source>Maps</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Each head&apos;s map, small (H)</source>
        <translation>每个头的小热图（H）</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Each head&apos;s number on its colour (H)</source>
        <translation>每个头的数值及其颜色（H）</translation>
    </message>
    <message>
        <source>What is said of each head: %1</source>
        <translation>每个头的数值：%1</translation>
    </message>
    <message>
        <source>No numbers: %1.</source>
        <translation>没有数值：%1。</translation>
    </message>
    <message>
        <source>%1 of %2 heads</source>
        <translation>%2 个头中的 %1 个</translation>
    </message>
</context>
<context>
    <name>attenscope::HintCard</name>
    <message>
        <source>A sample to start with</source>
        <translation>从一个样例开始</translation>
    </message>
    <message>
        <source>Close the hint</source>
        <translation>关闭提示</translation>
    </message>
    <message>
        <source>Close; it doesn&apos;t come back</source>
        <translation>关闭；不再出现</translation>
    </message>
    <message>
        <source>A small model has just run on this image. Yellow patches receive most of the word&apos;s attention.</source>
        <translation>一个小模型刚在此图像上运行。黄色图像块得到该词最多的注意力。</translation>
    </message>
    <message>
        <source>Point at a word</source>
        <translation>指向一个词</translation>
    </message>
    <message>
        <source>to see where it looks.</source>
        <translation>可查看它关注何处。</translation>
    </message>
    <message>
        <source>Point at the image</source>
        <translation>指向图像</translation>
    </message>
    <message>
        <source>to see which words a patch looks at.</source>
        <translation>可查看图像块关注哪些词。</translation>
    </message>
    <message>
        <source>Drop an image, type a sentence</source>
        <translation>拖入图像，输入句子</translation>
    </message>
    <message>
        <source>and press Enter to run it.</source>
        <translation>并按 Enter 运行。</translation>
    </message>
    <message>
        <source>Open a checkpoint</source>
        <translation>打开检查点</translation>
    </message>
    <message>
        <source>to look into a model of your own.</source>
        <translation>可查看您自己的模型。</translation>
    </message>
    <message>
        <source>Got it</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>Close the hint; it doesn&apos;t come back</source>
        <translation>关闭提示；不再出现</translation>
    </message>
    <message>
        <source>More samples…</source>
        <translation>更多样例…</translation>
    </message>
    <message>
        <source>More samples</source>
        <translation>更多样例</translation>
    </message>
    <message>
        <source>Other images with their sentences</source>
        <translation>其他图像及其句子</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>全部按键</translation>
    </message>
    <message>
        <source>All keys of the window</source>
        <translation>窗口的全部按键</translation>
    </message>
    <message>
        <source>Show all keys (?)</source>
        <translation>显示全部按键（?）</translation>
    </message>
    <message>
        <source>A small model has just run on this image. Point at a word to see where it looks, or at the image to see which words a patch looks at.</source>
        <translation>一个小模型刚刚在此图像上运行过。指向词可查看它关注何处，指向图像可查看图像块关注哪些词。</translation>
    </message>
</context>
<context>
    <name>attenscope::ImageCanvas</name>
    <message>
        <source>Image with attention map</source>
        <translation>带注意力热图的图像</translation>
    </message>
    <message>
        <source>Unmask this region</source>
        <translation>取消遮蔽此区域</translation>
    </message>
    <message>
        <source>Mask this region</source>
        <translation>遮蔽此区域</translation>
    </message>
    <message>
        <source>Unmask this patch</source>
        <translation>取消遮蔽此图像块</translation>
    </message>
    <message>
        <source>Mask this patch</source>
        <translation>遮蔽此图像块</translation>
    </message>
    <message>
        <source>Its key is hidden from the model everywhere</source>
        <translation>它的键对模型处处不可见</translation>
    </message>
    <message>
        <source>See which words it looks at</source>
        <translation>查看它关注哪些词</translation>
    </message>
    <message>
        <source>cosine similarity</source>
        <translation>余弦相似度</translation>
    </message>
    <message>
        <source>attention weight</source>
        <translation>注意力权重</translation>
    </message>
    <message>
        <source>Open an image, or drop one here</source>
        <translation>打开图像，或把图像拖到此处</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>state</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>x %1–%2, y %3–%4 px</source>
        <translation>x %1–%2，y %3–%4 像素</translation>
    </message>
    <message>
        <source>Padding: the model&apos;s input reaches beyond the image</source>
        <translation>填充：模型的输入超出图像之外</translation>
    </message>
    <message>
        <source>Not seen by the model: cut off before it reads the image</source>
        <translation>模型未看到：在读取图像之前已裁去</translation>
    </message>
    <message>
        <source>patches with their centre inside: %1</source>
        <translation>中心在框内的图像块：%1</translation>
    </message>
    <message>
        <source>regions with their centre inside: %1</source>
        <translation>中心在框内的区域：%1</translation>
    </message>
</context>
<context>
    <name>attenscope::Inspector</name>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>排名</translation>
    </message>
    <message>
        <source>Formula</source>
        <translation>公式</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>Shape of each tensor</source>
        <translation>各张量的形状</translation>
    </message>
    <message>
        <source>Point at the image or at a word: the number, its rank and how it was made appear here.</source>
        <translation>指向图像或词：此处会显示数值、排名及其来历。</translation>
    </message>
    <message>
        <source>cosine similarity, not attention</source>
        <translation>余弦相似度，并非注意力</translation>
    </message>
    <message>
        <source>attention weight</source>
        <translation>注意力权重</translation>
    </message>
    <message>
        <source>Cosine similarity</source>
        <translation>余弦相似度</translation>
    </message>
    <message>
        <source>Attention weight</source>
        <translation>注意力权重</translation>
    </message>
    <message>
        <source>masked</source>
        <translation>已遮蔽</translation>
    </message>
    <message>
        <source>not a key here</source>
        <translation>此处不是键</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>已隐藏</translation>
    </message>
    <message>
        <source>Lift over uniform</source>
        <translation>相对均匀分布的倍数</translation>
    </message>
    <message>
        <source>Largest</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>Smallest</source>
        <translation>最小</translation>
    </message>
    <message>
        <source>Effective keys</source>
        <translation>有效键数</translation>
    </message>
    <message>
        <source>Dropped mass</source>
        <translation>去除的权重和</translation>
    </message>
    <message>
        <source>Hidden mass</source>
        <translation>隐藏的权重和</translation>
    </message>
    <message>
        <source>%1st of %2</source>
        <translation>第 %1 / %2</translation>
    </message>
    <message>
        <source>%1nd of %2</source>
        <translation>第 %1 / %2</translation>
    </message>
    <message>
        <source>%1rd of %2</source>
        <translation>第 %1 / %2</translation>
    </message>
    <message>
        <source>%1th of %2</source>
        <translation>第 %1 / %2</translation>
    </message>
    <message>
        <source>patch</source>
        <translation>图像块</translation>
    </message>
    <message>
        <source>region</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>word</source>
        <translation>词</translation>
    </message>
    <message>
        <source>Back, %1 → %2</source>
        <translation>反向，%1 → %2</translation>
    </message>
    <message>
        <source>Entropy H</source>
        <translation>熵 H</translation>
    </message>
    <message>
        <source>%1 nat</source>
        <translation>%1 nat</translation>
    </message>
    <message>
        <source>Peak</source>
        <translation>峰值</translation>
    </message>
    <message>
        <source>H / ln K</source>
        <translation>H / ln K</translation>
    </message>
    <message>
        <source>Top-5 mass</source>
        <translation>前 5 权重和</translation>
    </message>
    <message>
        <source>Row sum</source>
        <translation>行和</translation>
    </message>
    <message>
        <source>Share of shown</source>
        <translation>占显示部分</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Step by step</source>
        <translation>逐步计算</translation>
    </message>
    <message>
        <source>How the row comes about, number by number (Ctrl+6)</source>
        <translation>该行如何逐个数值地得出（Ctrl+6）</translation>
    </message>
</context>
<context>
    <name>attenscope::InspectorLists</name>
    <message>
        <source>Largest weights</source>
        <translation>最大的权重</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>bar: of the largest</source>
        <translation>条：相对最大值</translation>
    </message>
    <message>
        <source>Over the layers</source>
        <translation>各层</translation>
    </message>
</context>
<context>
    <name>attenscope::InterventionsPanel</name>
    <message>
        <source>Interventions</source>
        <translation>干预</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo the last intervention</source>
        <translation>撤销上一次干预</translation>
    </message>
    <message>
        <source>Take back the intervention that came last</source>
        <translation>收回最近一次干预</translation>
    </message>
    <message>
        <source>None. Right-click the image or a word to mask it, a head to switch it off.</source>
        <translation>无。右键单击图像或词可遮蔽它，右键单击头可关闭它。</translation>
    </message>
    <message>
        <source>Take back: %1</source>
        <comment>an intervention</comment>
        <translation>收回：%1</translation>
    </message>
    <message>
        <source>Take this back</source>
        <translation>收回此项</translation>
    </message>
</context>
<context>
    <name>attenscope::KeyEditor</name>
    <message>
        <source>Change keys</source>
        <translation>更改按键</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>无按键</translation>
    </message>
    <message>
        <source>Its default</source>
        <translation>其默认键</translation>
    </message>
    <message>
        <source>All defaults</source>
        <translation>全部默认</translation>
    </message>
    <message>
        <source>Find a command or a key</source>
        <translation>查找命令或按键</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>查找命令</translation>
    </message>
    <message>
        <source>Type a part of a command or its key</source>
        <translation>输入命令或按键的一部分</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>命令及其按键</translation>
    </message>
    <message>
        <source>Choose the one to change</source>
        <translation>选择要更改的一项</translation>
    </message>
    <message>
        <source>Press the new key here</source>
        <translation>在此按下新键</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>新键</translation>
    </message>
    <message>
        <source>Press the key; Tab leaves the field</source>
        <translation>按下按键；Tab 离开此框</translation>
    </message>
    <message>
        <source>Use the new key</source>
        <translation>使用新键</translation>
    </message>
    <message>
        <source>The command gets this key and no other</source>
        <translation>该命令只用此键</translation>
    </message>
    <message>
        <source>The command stays in menus and palette</source>
        <translation>该命令仍保留在菜单与命令面板中</translation>
    </message>
    <message>
        <source>Its default key</source>
        <translation>其默认键</translation>
    </message>
    <message>
        <source>The key that the program came with</source>
        <translation>程序自带的按键</translation>
    </message>
    <message>
        <source>All default keys</source>
        <translation>全部默认键</translation>
    </message>
    <message>
        <source>Forget every change of keys</source>
        <translation>放弃对按键的全部更改</translation>
    </message>
    <message>
        <source> (changed)</source>
        <translation>（已更改）</translation>
    </message>
    <message>
        <source>%1 is the key of “%2”, which would lose it.</source>
        <translation>%1 是“%2”的按键，后者将失去它。</translation>
    </message>
</context>
<context>
    <name>attenscope::KeySheet</name>
    <message>
        <source>Mouse and field</source>
        <translation>鼠标与输入框</translation>
    </message>
    <message>
        <source>click</source>
        <translation>单击</translation>
    </message>
    <message>
        <source>Choose a word, patch or head</source>
        <translation>选择词、图像块或头</translation>
    </message>
    <message>
        <source>Shift+click</source>
        <translation>Shift+单击</translation>
    </message>
    <message>
        <source>Choose several</source>
        <translation>选择多个</translation>
    </message>
    <message>
        <source>right click</source>
        <translation>右键单击</translation>
    </message>
    <message>
        <source>Mask it, switch it off</source>
        <translation>遮蔽或关闭</translation>
    </message>
    <message>
        <source>wheel</source>
        <translation>滚轮</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>middle button</source>
        <translation>中键</translation>
    </message>
    <message>
        <source>Move the image; also Ctrl+drag</source>
        <translation>移动图像；也可 Ctrl+拖动</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Run the caption</source>
        <translation>运行描述文本</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Change keys…</source>
        <translation>更改按键…</translation>
    </message>
    <message>
        <source>Keys without Ctrl act where no text field has the focus.</source>
        <translation>不带 Ctrl 的按键仅在文本框没有焦点时有效。</translation>
    </message>
    <message>
        <source>Change keys</source>
        <translation>更改按键</translation>
    </message>
    <message>
        <source>Give commands other keys</source>
        <translation>为命令指定其他按键</translation>
    </message>
</context>
<context>
    <name>attenscope::MainWindow</name>
    <message>
        <source>Attenscope</source>
        <translation>Attenscope</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>Fit %1</source>
        <translation>适合 %1</translation>
    </message>
    <message>
        <source>pasted image</source>
        <translation>粘贴的图像</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>已保存 %1</translation>
    </message>
    <message>
        <source>H&amp;eads together</source>
        <translation>合并各头(&amp;E)</translation>
    </message>
    <message>
        <source>Heads together</source>
        <translation>合并各头</translation>
    </message>
    <message>
        <source>Special &amp;tokens</source>
        <translation>特殊词元(&amp;T)</translation>
    </message>
    <message>
        <source>Special tokens</source>
        <translation>特殊词元</translation>
    </message>
    <message>
        <source>&amp;Rows of joint matrices</source>
        <translation>联合矩阵的行(&amp;R)</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>S&amp;cale</source>
        <translation>标度(&amp;C)</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>标度</translation>
    </message>
    <message>
        <source>C&amp;olours</source>
        <translation>颜色(&amp;O)</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Overla&amp;y</source>
        <translation>叠加图(&amp;Y)</translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation>叠加图</translation>
    </message>
    <message>
        <source>Open image</source>
        <translation>打开图像</translation>
    </message>
    <message>
        <source>Images (%1)</source>
        <translation>图像 (%1)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Open a checkpoint&apos;s folder</source>
        <translation>打开检查点文件夹</translation>
    </message>
    <message>
        <source>Open the image&apos;s regions</source>
        <translation>打开图像的区域</translation>
    </message>
    <message>
        <source>Regions (*.npz *.tsv)</source>
        <translation>区域 (*.npz *.tsv)</translation>
    </message>
    <message>
        <source>Another folder…</source>
        <translation>其他文件夹…</translation>
    </message>
    <message>
        <source>Choose a folder with a tokenizer</source>
        <translation>选择带分词器的文件夹</translation>
    </message>
    <message>
        <source>Export the figure</source>
        <translation>导出插图</translation>
    </message>
    <message>
        <source>Export the numbers into a folder</source>
        <translation>把数值导出到文件夹</translation>
    </message>
    <message>
        <source>Folders (*)</source>
        <translation>文件夹 (*)</translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation>运行进度</translation>
    </message>
    <message>
        <source>Open image…</source>
        <translation>打开图像…</translation>
    </message>
    <message>
        <source>Open an image file (Ctrl+O)</source>
        <translation>打开图像文件（Ctrl+O）</translation>
    </message>
    <message>
        <source>Model: the bundled one, found ones, or a folder</source>
        <translation>模型：自带的、找到的，或一个文件夹</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Save the figure or the numbers (Ctrl+E)</source>
        <translation>保存插图或数值（Ctrl+E）</translation>
    </message>
    <message>
        <source>Fusion</source>
        <translation>融合</translation>
    </message>
    <message>
        <source>How the two pooled states become the match score shown large</source>
        <translation>两个池化状态如何变为大号显示的匹配分数</translation>
    </message>
    <message>
        <source>Notices about this result</source>
        <translation>关于此结果的提示</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Which of the model&apos;s attention weights are shown: query → key</source>
        <translation>显示模型的哪些注意力权重：查询 → 键</translation>
    </message>
    <message>
        <source>Kind of overlay</source>
        <translation>叠加方式</translation>
    </message>
    <message>
        <source>How strongly the map covers the image</source>
        <translation>热图覆盖图像的强度</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适合窗口</translation>
    </message>
    <message>
        <source>State of the run</source>
        <translation>运行状态</translation>
    </message>
    <message>
        <source>Place in the image</source>
        <translation>图像中的位置</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop the run; the last result stays (Esc)</source>
        <translation>停止运行；保留上一次的结果（Esc）</translation>
    </message>
    <message>
        <source>Keys: ?</source>
        <translation>按键：?</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>全部按键</translation>
    </message>
    <message>
        <source>Show all keys (?)</source>
        <translation>显示全部按键（?）</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>&amp;Open image…</source>
        <translation>打开图像(&amp;O)…</translation>
    </message>
    <message>
        <source>Open &amp;checkpoint…</source>
        <translation>打开检查点(&amp;C)…</translation>
    </message>
    <message>
        <source>Open &amp;module…</source>
        <translation>打开模块(&amp;M)…</translation>
    </message>
    <message>
        <source>The state dict of one cross-attention module, with no model around it</source>
        <translation>单个交叉注意力模块的 state dict，不含整个模型</translation>
    </message>
    <message>
        <source>Open &amp;regions…</source>
        <translation>打开区域(&amp;R)…</translation>
    </message>
    <message>
        <source>A detector&apos;s regions of the image, for models that need them</source>
        <translation>检测器给出的图像区域，供需要它们的模型使用</translation>
    </message>
    <message>
        <source>Open &amp;session…</source>
        <translation>打开会话(&amp;S)…</translation>
    </message>
    <message>
        <source>A session&apos;s file, or a figure that carries its recipe</source>
        <translation>会话文件，或带有配方的插图</translation>
    </message>
    <message>
        <source>&amp;Save session</source>
        <translation>保存会话(&amp;S)</translation>
    </message>
    <message>
        <source>Save session &amp;as…</source>
        <translation>会话另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>导出(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>Take the last change back</source>
        <translation>收回上一次更改</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Paste image or caption</source>
        <translation>粘贴图像或描述文本(&amp;P)</translation>
    </message>
    <message>
        <source>The command line that runs the same</source>
        <translation>与此等效的命令行</translation>
    </message>
    <message>
        <source>Edit &amp;caption</source>
        <translation>编辑描述文本(&amp;C)</translation>
    </message>
    <message>
        <source>Choose &amp;nothing</source>
        <translation>清除选择(&amp;N)</translation>
    </message>
    <message>
        <source>Cancel, close, or choose nothing</source>
        <translation>取消、关闭或清除选择</translation>
    </message>
    <message>
        <source>The run, else the message, else the focus</source>
        <translation>先是运行，其次消息，再次焦点</translation>
    </message>
    <message>
        <source>Change &amp;keys…</source>
        <translation>更改按键(&amp;K)…</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation>适合窗口(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Bare image</source>
        <translation>原图(&amp;B)</translation>
    </message>
    <message>
        <source>While the key is held</source>
        <translation>按住按键期间</translation>
    </message>
    <message>
        <source>Next &amp;layer</source>
        <translation>下一层(&amp;L)</translation>
    </message>
    <message>
        <source>Previous layer</source>
        <translation>上一层</translation>
    </message>
    <message>
        <source>Next &amp;head</source>
        <translation>下一头(&amp;H)</translation>
    </message>
    <message>
        <source>Previous head</source>
        <translation>上一头</translation>
    </message>
    <message>
        <source>Choose the patch on the left</source>
        <translation>选择左边的图像块</translation>
    </message>
    <message>
        <source>Choose the patch on the right</source>
        <translation>选择右边的图像块</translation>
    </message>
    <message>
        <source>Choose the patch above</source>
        <translation>选择上边的图像块</translation>
    </message>
    <message>
        <source>Choose the patch below</source>
        <translation>选择下边的图像块</translation>
    </message>
    <message>
        <source>Next &amp;scale</source>
        <translation>下一种标度(&amp;S)</translation>
    </message>
    <message>
        <source>S&amp;mooth map</source>
        <translation>平滑热图(&amp;M)</translation>
    </message>
    <message>
        <source>Else one colour per patch</source>
        <translation>否则每个图像块一种颜色</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>&amp;Next mode</source>
        <translation>下一种模式(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Analyse</source>
        <translation>分析(&amp;A)</translation>
    </message>
    <message>
        <source>Analyse</source>
        <translation>分析</translation>
    </message>
    <message>
        <source>&amp;Mask or unmask the chosen</source>
        <translation>遮蔽或取消遮蔽所选(&amp;M)</translation>
    </message>
    <message>
        <source>The word where the words have the focus, else the patch</source>
        <translation>焦点在词上则为词，否则为图像块</translation>
    </message>
    <message>
        <source>Switch the chosen &amp;head off or on</source>
        <translation>关闭或打开所选的头(&amp;H)</translation>
    </message>
    <message>
        <source>Its context is set to zero before the output projection</source>
        <translation>在输出投影之前将其上下文置零</translation>
    </message>
    <message>
        <source>Take back the last &amp;intervention</source>
        <translation>收回上一次干预(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Find heads</source>
        <translation>查找头(&amp;F)</translation>
    </message>
    <message>
        <source>By the share of the chosen word&apos;s weight on the chosen patches</source>
        <translation>按所选词的权重落在所选图像块上的占比</translation>
    </message>
    <message>
        <source>Next found head</source>
        <translation>下一个找到的头</translation>
    </message>
    <message>
        <source>Previous found head</source>
        <translation>上一个找到的头</translation>
    </message>
    <message>
        <source>&amp;Play through the layers</source>
        <translation>逐层播放(&amp;P)</translation>
    </message>
    <message>
        <source>And stop it; one layer at a time with reduced motion</source>
        <translation>再按则停止；减少动态效果时一次一层</translation>
    </message>
    <message>
        <source>Reduced motion</source>
        <translation>减少动态效果</translation>
    </message>
    <message>
        <source>Nothing moves by itself</source>
        <translation>没有东西自行移动</translation>
    </message>
    <message>
        <source>&amp;Samples</source>
        <translation>样例(&amp;S)</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>样例</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>All &amp;keys</source>
        <translation>全部按键(&amp;K)</translation>
    </message>
    <message>
        <source>All &amp;commands…</source>
        <translation>全部命令(&amp;C)…</translation>
    </message>
    <message>
        <source>Find a command by its name</source>
        <translation>按名称查找命令</translation>
    </message>
    <message>
        <source>Open a module&apos;s state dict</source>
        <translation>打开模块的 state dict</translation>
    </message>
    <message>
        <source>Weights (*.safetensors *.pt *.pth *.bin *.ckpt *.th *.npz)</source>
        <translation>权重 (*.safetensors *.pt *.pth *.bin *.ckpt *.th *.npz)</translation>
    </message>
    <message>
        <source>Reading %1…</source>
        <translation>正在读取 %1…</translation>
    </message>
    <message>
        <source>Copied the command line</source>
        <translation>已复制命令行</translation>
    </message>
    <message>
        <source>%1 – Attenscope</source>
        <translation>%1 – Attenscope</translation>
    </message>
    <message>
        <source>Open r&amp;ecent</source>
        <translation>最近打开(&amp;E)</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Checkpoints</source>
        <translation>检查点</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>It is not there any more.</source>
        <translation>它已不在原处。</translation>
    </message>
    <message>
        <source>Nothing was opened yet</source>
        <translation>尚未打开过任何内容</translation>
    </message>
    <message>
        <source>&amp;Clear the list</source>
        <translation>清空列表(&amp;C)</translation>
    </message>
    <message>
        <source>Open session</source>
        <translation>打开会话</translation>
    </message>
    <message>
        <source>Sessions (%1)</source>
        <translation>会话 (%1)</translation>
    </message>
    <message>
        <source>Figures (*.png *.svg *.pdf)</source>
        <translation>插图 (*.png *.svg *.pdf)</translation>
    </message>
    <message>
        <source>Save session</source>
        <translation>保存会话</translation>
    </message>
    <message>
        <source>can&apos;t be opened</source>
        <translation>无法打开</translation>
    </message>
    <message>
        <source>&amp;Undo %1</source>
        <translation>撤销 %1(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo %1</source>
        <translation>重做 %1(&amp;R)</translation>
    </message>
    <message>
        <source>Running…</source>
        <translation>正在运行…</translation>
    </message>
    <message>
        <source>Nothing has run yet</source>
        <translation>尚未运行</translation>
    </message>
    <message>
        <source>Open a checkpoint&apos;s folder…</source>
        <translation>打开检查点文件夹…</translation>
    </message>
    <message>
        <source>T&amp;heme</source>
        <translation>主题(&amp;H)</translation>
    </message>
    <message>
        <source>As the &amp;desktop</source>
        <translation>跟随桌面(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>D&amp;ark</source>
        <translation>深色(&amp;A)</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Of the window; the colours of numbers stay</source>
        <translation>窗口的主题；数值的颜色不变</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>%1 can&apos;t be read, nor moved.</source>
        <translation>%1 无法读取，也无法移走。</translation>
    </message>
    <message>
        <source>%1 could not be read. It is now %2.</source>
        <translation>%1 无法读取。现已移至 %2。</translation>
    </message>
    <message>
        <source>Something that was remembered is damaged.</source>
        <translation>有记住的内容已损坏。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Next &amp;map</source>
        <translation>下一张热图(&amp;M)</translation>
    </message>
    <message>
        <source>Stronger overlay</source>
        <translation>加强叠加</translation>
    </message>
    <message>
        <source>Weaker overlay</source>
        <translation>减弱叠加</translation>
    </message>
    <message>
        <source>Li&amp;st of heads</source>
        <translation>头的列表(&amp;S)</translation>
    </message>
    <message>
        <source>Heads as &amp;numbers</source>
        <translation>头显示为数值(&amp;N)</translation>
    </message>
    <message>
        <source>Each head’s number on its colour, else its map</source>
        <translation>每个头的数值及其颜色，否则显示其热图</translation>
    </message>
    <message>
        <source>Heads stand</source>
        <translation>头的排列</translation>
    </message>
    <message>
        <source>all heads</source>
        <translation>全部头</translation>
    </message>
    <message>
        <source>heads that are on</source>
        <translation>打开的头</translation>
    </message>
    <message>
        <source>Heads shown</source>
        <translation>显示的头</translation>
    </message>
    <message>
        <source>Num&amp;ber of each head</source>
        <translation>每个头的数值(&amp;B)</translation>
    </message>
    <message>
        <source>Number of each head</source>
        <translation>每个头的数值</translation>
    </message>
    <message>
        <source>How the map is laid over the image</source>
        <translation>热图如何叠加在图像上</translation>
    </message>
    <message>
        <source>Fit the image (0). Zoom: wheel, Ctrl+±; pixel by pixel: P. Move: middle button, Space or Ctrl with the mouse, Ctrl+arrows</source>
        <translation>使图像适合窗口（0）。缩放：滚轮、Ctrl+±；逐像素：P。移动：中键，按住空格或 Ctrl 用鼠标拖动，Ctrl+方向键</translation>
    </message>
    <message>
        <source>&amp;Pixel by pixel (100 %)</source>
        <translation>逐像素（100%）(&amp;P)</translation>
    </message>
    <message>
        <source>One pixel of the screen for each of the image</source>
        <translation>图像的每个像素对应屏幕一个像素</translation>
    </message>
    <message>
        <source>Move the view left</source>
        <translation>视图左移</translation>
    </message>
    <message>
        <source>Move the view right</source>
        <translation>视图右移</translation>
    </message>
    <message>
        <source>Move the view up</source>
        <translation>视图上移</translation>
    </message>
    <message>
        <source>Move the view down</source>
        <translation>视图下移</translation>
    </message>
    <message>
        <source>Patch &amp;grid</source>
        <translation>图像块网格(&amp;G)</translation>
    </message>
    <message>
        <source>Thin lines between the patches</source>
        <translation>图像块之间的细线</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>&amp;Pin this view as A</source>
        <translation>将此视图固定为 A(&amp;P)</translation>
    </message>
    <message>
        <source>What follows is compared with it</source>
        <translation>此后的视图与它比较</translation>
    </message>
    <message>
        <source>S&amp;wap A and B</source>
        <translation>交换 A 与 B(&amp;W)</translation>
    </message>
    <message>
        <source>Look at A; what is looked at now becomes A</source>
        <translation>查看 A；当前查看的内容成为 A</translation>
    </message>
    <message>
        <source>Go &amp;back to A</source>
        <translation>返回 A(&amp;B)</translation>
    </message>
    <message>
        <source>It stays pinned</source>
        <translation>它仍保持固定</translation>
    </message>
    <message>
        <source>&amp;Unpin A</source>
        <translation>取消固定 A(&amp;U)</translation>
    </message>
    <message>
        <source>Show the heads beside the comparison</source>
        <translation>在比较旁显示头</translation>
    </message>
    <message>
        <source>&amp;Colours of the difference</source>
        <translation>差的颜色(&amp;C)</translation>
    </message>
    <message>
        <source>Colours of the difference</source>
        <translation>差的颜色</translation>
    </message>
    <message>
        <source>Pinned as A. Compare (%1) shows it beside what follows.</source>
        <translation>已固定为 A。“比较”（%1）将它与此后的视图并排显示。</translation>
    </message>
    <message>
        <source>Nothing was exported</source>
        <translation>未导出任何内容</translation>
    </message>
    <message>
        <source>Exporting: %1, %2 of %3</source>
        <translation>正在导出：%1，%2 / %3</translation>
    </message>
    <message>
        <source>Export &amp;figure…</source>
        <translation>导出插图(&amp;F)…</translation>
    </message>
    <message>
        <source>Choose what the figure is and holds, with a preview</source>
        <translation>选择插图的形式与内容，带预览</translation>
    </message>
    <message>
        <source>Export &amp;numbers (NPZ and JSON)…</source>
        <translation>导出数值（NPZ 与 JSON）(&amp;N)…</translation>
    </message>
    <message>
        <source>&amp;Copy figure</source>
        <translation>复制插图(&amp;C)</translation>
    </message>
    <message>
        <source>As pixels and as SVG</source>
        <translation>像素图与 SVG 两种形式</translation>
    </message>
    <message>
        <source>Copy &amp;values</source>
        <translation>复制数值(&amp;V)</translation>
    </message>
    <message>
        <source>Copy &amp;figure as command</source>
        <translation>将插图复制为命令(&amp;F)</translation>
    </message>
    <message>
        <source>The command line that makes the same figure</source>
        <translation>生成同一插图的命令行</translation>
    </message>
    <message>
        <source>Copy as P&amp;ython</source>
        <translation>复制为 Python(&amp;Y)</translation>
    </message>
    <message>
        <source>Copy &amp;run as command</source>
        <translation>将运行复制为命令(&amp;R)</translation>
    </message>
    <message>
        <source>Text as words or pieces</source>
        <translation>文本显示为词或片段</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>词</translation>
    </message>
    <message>
        <source>Pieces put together: summed as keys, averaged as queries (T)</source>
        <translation>合并片段：作键时求和，作查询时取均值（T）</translation>
    </message>
    <message>
        <source>Pieces</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>What the tokenizer made of each word (T)</source>
        <translation>分词器对每个词的切分（T）</translation>
    </message>
    <message>
        <source>Blocks of a joint matrix</source>
        <translation>联合矩阵的块</translation>
    </message>
    <message>
        <source>One block</source>
        <translation>单个块</translation>
    </message>
    <message>
        <source>Only the map that is chosen at the right (B)</source>
        <translation>仅右侧所选的热图（B）</translation>
    </message>
    <message>
        <source>All blocks</source>
        <translation>全部块</translation>
    </message>
    <message>
        <source>Text and image, as queries and as keys (B)</source>
        <translation>文本与图像，均作查询与键（B）</translation>
    </message>
    <message>
        <source>Fit the matrix</source>
        <translation>使矩阵适合窗口</translation>
    </message>
    <message>
        <source>Fit the matrix (0). Zoom: wheel, Ctrl+±. Move: drag</source>
        <translation>使矩阵适合窗口（0）。缩放：滚轮、Ctrl+±。移动：拖动</translation>
    </message>
    <message>
        <source>&amp;Pieces of words</source>
        <translation>词的片段(&amp;P)</translation>
    </message>
    <message>
        <source>Else their pieces are put together</source>
        <translation>否则合并其片段</translation>
    </message>
    <message>
        <source>All &amp;blocks of a joint matrix</source>
        <translation>联合矩阵的全部块(&amp;B)</translation>
    </message>
    <message>
        <source>Text and image, as queries and as keys</source>
        <translation>文本与图像，均作查询与键</translation>
    </message>
    <message>
        <source>The numbers of what is shown, as a table</source>
        <translation>所示内容的数值，作为表格</translation>
    </message>
    <message>
        <source>Lines that rebuild what is shown from the exported numbers</source>
        <translation>由导出的数值重建所示内容的代码行</translation>
    </message>
</context>
<context>
    <name>attenscope::ModeControl</name>
    <message>
        <source>as trained</source>
        <translation>与训练时相同</translation>
    </message>
    <message>
        <source>ablation</source>
        <translation>消融</translation>
    </message>
    <message>
        <source>not in this model</source>
        <translation>此模型没有</translation>
    </message>
    <message>
        <source>Mode: how one layer lets text and image meet</source>
        <translation>模式：一层如何让文本与图像相遇</translation>
    </message>
</context>
<context>
    <name>attenscope::ModeSegment</name>
    <message>
        <source>Mode %1, %2</source>
        <translation>模式 %1，%2</translation>
    </message>
</context>
<context>
    <name>attenscope::ModelPanel</name>
    <message>
        <source>%1 G</source>
        <translation>%1 G</translation>
    </message>
    <message>
        <source>%1 M</source>
        <translation>%1 M</translation>
    </message>
    <message>
        <source>%1 k</source>
        <translation>%1 k</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>Change the module&apos;s answers</source>
        <translation>更改模块的设定</translation>
    </message>
    <message>
        <source>Its features, heads, grid and mask</source>
        <translation>其特征、头、网格与掩码</translation>
    </message>
    <message>
        <source>Facts about the model</source>
        <translation>模型的基本信息</translation>
    </message>
    <message>
        <source>Notice about the model</source>
        <translation>关于模型的提示</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>系列</translation>
    </message>
    <message>
        <source>Layers × heads</source>
        <translation>层 × 头</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>regions</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>%1 × %2 px</source>
        <translation>%1 × %2 像素</translation>
    </message>
    <message>
        <source>Tokenizer</source>
        <translation>分词器</translation>
    </message>
    <message>
        <source>Digest</source>
        <translation>摘要值</translation>
    </message>
    <message>
        <source>being computed</source>
        <translation>正在计算</translation>
    </message>
</context>
<context>
    <name>attenscope::ModulePanel</name>
    <message>
        <source>Open a module</source>
        <translation>打开模块</translation>
    </message>
    <message>
        <source>A cross-attention module</source>
        <translation>交叉注意力模块</translation>
    </message>
    <message>
        <source>The module&apos;s file</source>
        <translation>模块文件</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Go back to the last result (Esc)</source>
        <translation>返回上一次的结果（Esc）</translation>
    </message>
    <message>
        <source>So much its weights tell. The rest is asked once and remembered for this file.</source>
        <translation>其权重只能说明这些。其余的询问一次，并为此文件记住。</translation>
    </message>
    <message>
        <source>What is wrong with the file</source>
        <translation>文件的问题</translation>
    </message>
    <message>
        <source>Arrays (*.npy *.npz *.safetensors)</source>
        <translation>数组 (*.npy *.npz *.safetensors)</translation>
    </message>
    <message>
        <source>NPY, NPZ or safetensors; FILE:NAME picks one array of several</source>
        <translation>NPY、NPZ 或 safetensors；FILE:NAME 从多个数组中选一个</translation>
    </message>
    <message>
        <source>Module</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>Which of the file&apos;s modules, by the start of its names</source>
        <translation>文件中的哪个模块，按名称开头区分</translation>
    </message>
    <message>
        <source>Query features</source>
        <translation>查询特征</translation>
    </message>
    <message>
        <source>The features that ask. %1</source>
        <translation>作为查询的特征。%1</translation>
    </message>
    <message>
        <source>Context features</source>
        <translation>上下文特征</translation>
    </message>
    <message>
        <source>The features that are looked at. %1</source>
        <translation>被关注的特征。%1</translation>
    </message>
    <message>
        <source>Value features</source>
        <translation>值特征</translation>
    </message>
    <message>
        <source>The features that are mixed. %1</source>
        <translation>被混合的特征。%1</translation>
    </message>
    <message>
        <source>the context</source>
        <translation>与上下文相同</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>注意力头</translation>
    </message>
    <message>
        <source>How many heads share the module&apos;s width</source>
        <translation>多少个头分享模块的宽度</translation>
    </message>
    <message>
        <source>How many?</source>
        <translation>多少个？</translation>
    </message>
    <message>
        <source>Query is</source>
        <translation>查询是</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>The query&apos;s rows are words, the context is an image</source>
        <translation>查询的行是词，上下文是图像</translation>
    </message>
    <message>
        <source>image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>The query&apos;s rows are an image, the context&apos;s are words</source>
        <translation>查询的行是图像，上下文的行是词</translation>
    </message>
    <message>
        <source>Image grid</source>
        <translation>图像网格</translation>
    </message>
    <message>
        <source>Rows × columns: how the image&apos;s rows lie on it</source>
        <translation>行 × 列：图像的行在其上的排布</translation>
    </message>
    <message>
        <source>after the features</source>
        <translation>依特征而定</translation>
    </message>
    <message>
        <source>Batch axis</source>
        <translation>批次轴</translation>
    </message>
    <message>
        <source>Which of three axes counts samples</source>
        <translation>三个轴中哪个计样本数</translation>
    </message>
    <message>
        <source>the axis of size 1</source>
        <translation>大小为 1 的轴</translation>
    </message>
    <message>
        <source>first</source>
        <translation>第一</translation>
    </message>
    <message>
        <source>second, as in torch</source>
        <translation>第二，与 torch 相同</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>掩码</translation>
    </message>
    <message>
        <source>Over the keys, or queries and keys: booleans, or numbers to add</source>
        <translation>对键，或对查询与键：布尔值，或要相加的数</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>True means</source>
        <translation>True 表示</translation>
    </message>
    <message>
        <source>What true means in a mask of booleans</source>
        <translation>布尔掩码中 true 的含义</translation>
    </message>
    <message>
        <source>hide the key, as in torch</source>
        <translation>隐藏该键，与 torch 相同</translation>
    </message>
    <message>
        <source>keep the key</source>
        <translation>保留该键</translation>
    </message>
    <message>
        <source>made with add_zero_attn</source>
        <translation>使用了 add_zero_attn</translation>
    </message>
    <message>
        <source>Made with add_zero_attn</source>
        <translation>使用了 add_zero_attn</translation>
    </message>
    <message>
        <source>One more key and value of zeros; the weights don&apos;t tell</source>
        <translation>多一个全零的键与值；权重看不出来</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Run the module</source>
        <translation>运行模块</translation>
    </message>
    <message>
        <source>Run the module on these features (Enter)</source>
        <translation>用这些特征运行模块（Enter）</translation>
    </message>
    <message>
        <source>Copy as command</source>
        <translation>复制为命令</translation>
    </message>
    <message>
        <source>Copy the command line that runs the same</source>
        <translation>复制与此等效的命令行</translation>
    </message>
    <message>
        <source>%1 cells, %2 wide</source>
        <translation>%1 个单元格，宽 %2</translation>
    </message>
    <message>
        <source>%1 rows, %2 wide</source>
        <translation>%1 行，宽 %2</translation>
    </message>
    <message>
        <source>Still to say: %1.</source>
        <translation>尚需说明：%1。</translation>
    </message>
    <message>
        <source>Expected %1, found %2.</source>
        <translation>应为 %1，实为 %2。</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>形式</translation>
    </message>
    <message>
        <source>Query width</source>
        <translation>查询宽度</translation>
    </message>
    <message>
        <source>All heads together</source>
        <translation>全部头合计</translation>
    </message>
    <message>
        <source>Key width</source>
        <translation>键宽度</translation>
    </message>
    <message>
        <source>Output width</source>
        <translation>输出宽度</translation>
    </message>
    <message>
        <source>Value width</source>
        <translation>值宽度</translation>
    </message>
    <message>
        <source>(no prefix)</source>
        <translation>（无前缀）</translation>
    </message>
    <message>
        <source>each %1 wide</source>
        <translation>每个宽 %1</translation>
    </message>
    <message>
        <source>by the form and the features</source>
        <translation>依形式与特征而定</translation>
    </message>
    <message>
        <source>the array&apos;s own</source>
        <translation>数组自身的</translation>
    </message>
    <message>
        <source>rows × columns</source>
        <translation>行 × 列</translation>
    </message>
</context>
<context>
    <name>attenscope::OverlayPanel</name>
    <message>
        <source>Close: %1</source>
        <translation>关闭：%1</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
</context>
<context>
    <name>attenscope::PathField</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose: %1</source>
        <translation>选择：%1</translation>
    </message>
    <message>
        <source>Choose the file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>attenscope::PredictionPanel</name>
    <message>
        <source>%1 (was %2)</source>
        <translation>%1（原为 %2）</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>%1, learned weights: text %2, image %3</source>
        <translation>%1，学得的权重：文本 %2，图像 %3</translation>
    </message>
    <message>
        <source>writes %1</source>
        <translation>生成 %1</translation>
    </message>
    <message>
        <source>similarity %1</source>
        <translation>相似度 %1</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Match probability</source>
        <translation>匹配概率</translation>
    </message>
    <message>
        <source>Change by your interventions</source>
        <translation>干预引起的变化</translation>
    </message>
    <message>
        <source>Difference from the run without interventions</source>
        <translation>与无干预运行之差</translation>
    </message>
    <message>
        <source>match</source>
        <translation>匹配</translation>
    </message>
    <message>
        <source>Match by each fusion strategy</source>
        <translation>各融合策略的匹配</translation>
    </message>
    <message>
        <source>Other predictions</source>
        <translation>其他预测</translation>
    </message>
    <message>
        <source>None: it has no head that says anything.</source>
        <translation>无：它没有给出预测的输出头。</translation>
    </message>
    <message>
        <source>was %1 without interventions</source>
        <translation>无干预时为 %1</translation>
    </message>
    <message>
        <source>the caption describes the image</source>
        <translation>描述与图像相符</translation>
    </message>
    <message>
        <source>the caption does not fit the image</source>
        <translation>描述与图像不符</translation>
    </message>
    <message>
        <source>below %1</source>
        <translation>低于 %1</translation>
    </message>
    <message>
        <source>Show fewer</source>
        <translation>收起</translation>
    </message>
    <message numerus="yes">
        <source>Show all %n</source>
        <translation>
            <numerusform>显示全部 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>What the model says of each word and region</source>
        <translation>模型对每个词与区域的判断</translation>
    </message>
    <message>
        <source>Nothing has run yet.</source>
        <translation>尚未运行。</translation>
    </message>
</context>
<context>
    <name>attenscope::QuestionBar</name>
    <message>
        <source>What it is about</source>
        <translation>事由</translation>
    </message>
</context>
<context>
    <name>attenscope::SamplePanel</name>
    <message>
        <source>Sample</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>The image without a map</source>
        <translation>不带热图的图像</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>%1 × %2 px</source>
        <translation>%1 × %2 像素</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>视觉单元</translation>
    </message>
    <message>
        <source>none: plain cells</source>
        <translation>无：空白单元格</translation>
    </message>
</context>
<context>
    <name>attenscope::SessionControl</name>
    <message>
        <source>%1 opens files that lie outside its folder.</source>
        <translation>%1 要打开其文件夹之外的文件。</translation>
    </message>
    <message>
        <source>Open them</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>%1 is not there.</source>
        <translation>%1 不存在。</translation>
    </message>
    <message>
        <source>Not everything could be restored.</source>
        <translation>未能全部恢复。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>%1 has changed since.</source>
        <translation>%1 此后已有改动。</translation>
    </message>
    <message>
        <source>The numbers may differ from the saved ones.</source>
        <translation>数值可能与保存时不同。</translation>
    </message>
    <message>
        <source>the last session</source>
        <translation>上次会话</translation>
    </message>
    <message>
        <source>The program ended unexpectedly the last time.</source>
        <translation>程序上次意外结束。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>%1 is not there; the image in the figure stands for it.</source>
        <translation>%1 不存在；以插图中的图像代替。</translation>
    </message>
    <message>
        <source>What was pinned as A is left out: %1 is not there.</source>
        <translation>已略去固定为 A 的内容：%1 不存在。</translation>
    </message>
</context>
<context>
    <name>attenscope::ShareBar</name>
    <message>
        <source>Match probability</source>
        <translation>匹配概率</translation>
    </message>
</context>
<context>
    <name>attenscope::Stepper</name>
    <message>
        <source>Next %1</source>
        <translation>下一个：%1</translation>
    </message>
    <message>
        <source>Previous %1</source>
        <translation>上一个：%1</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
</context>
<context>
    <name>attenscope::SteppingBar</name>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>PgUp, PgDn</source>
        <translation>PgUp、PgDn</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>头</translation>
    </message>
    <message>
        <source>[ and ]</source>
        <translation>[ 与 ]</translation>
    </message>
    <message>
        <source>Heads together</source>
        <translation>合并各头</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>标度</translation>
    </message>
    <message>
        <source>How weights become colours; the colour bar has the numbers (N)</source>
        <translation>权重如何变为颜色；数值见色条（N）</translation>
    </message>
    <message>
        <source>Special tokens</source>
        <translation>特殊词元</translation>
    </message>
    <message>
        <source>What happens to the weight on [CLS], [SEP] and a class unit; hidden mass is printed</source>
        <translation>如何处理 [CLS]、[SEP] 与类别单元上的权重；隐藏的权重和会标出</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>A row of the joint matrix as it is, or divided by the part of it that lies on this side</source>
        <translation>联合矩阵的一行原样显示，或除以其落在此侧的部分</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Colour table of the maps</source>
        <translation>热图的色表</translation>
    </message>
    <message>
        <source>Cells or smooth</source>
        <translation>单元格或平滑</translation>
    </message>
    <message>
        <source>Stop playing</source>
        <translation>停止播放</translation>
    </message>
    <message>
        <source>Play through the layers</source>
        <translation>逐层播放</translation>
    </message>
    <message>
        <source>Go through the layers, one after the other (Space)</source>
        <translation>依次浏览各层（空格）</translation>
    </message>
    <message>
        <source>one</source>
        <translation>单头</translation>
    </message>
    <message>
        <source>One head alone</source>
        <translation>单独一个头</translation>
    </message>
    <message>
        <source>All heads of the layer: %1</source>
        <translation>该层的全部头：%1</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>单元格</translation>
    </message>
    <message>
        <source>One colour per patch, as the model has it (I)</source>
        <translation>每个图像块一种颜色，与模型一致（I）</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Interpolated between the patches&apos; centres (I)</source>
        <translation>在图像块中心之间插值（I）</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Of weights alone; these are cosine similarities</source>
        <translation>仅适用于权重；这些是余弦相似度</translation>
    </message>
</context>
<context>
    <name>attenscope::StepsView</name>
    <message>
        <source>Attention step by step</source>
        <translation>注意力的逐步计算</translation>
    </message>
    <message>
        <source>key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>q·k</source>
        <translation>q·k</translation>
    </message>
    <message>
        <source>÷ %1</source>
        <translation>÷ %1</translation>
    </message>
    <message>
        <source>+ mask</source>
        <translation>+ 掩码</translation>
    </message>
    <message>
        <source>= score</source>
        <translation>= 分数</translation>
    </message>
    <message>
        <source>exp(−max)</source>
        <translation>exp(−max)</translation>
    </message>
    <message>
        <source>÷ sum = A</source>
        <translation>÷ 总和 = A</translation>
    </message>
    <message>
        <source>1  What asks: the query q of %1, %2 numbers</source>
        <translation>1  查询者：%1 的查询 q，%2 个数</translation>
    </message>
    <message>
        <source>up: positive, down: negative; q and k on one scale, ±%1</source>
        <translation>向上为正，向下为负；q 与 k 共用标度，±%1</translation>
    </message>
    <message>
        <source>2  How well each key k fits, and its share: softmax(q·k / %1 + mask)</source>
        <translation>2  每个键 k 的契合程度及其占比：softmax(q·k / %1 + 掩码)</translation>
    </message>
    <message>
        <source>largest score, sums</source>
        <translation>最大分数，总和</translation>
    </message>
    <message>
        <source>3  No values: these weights are compared, and mix nothing</source>
        <translation>3  没有值：这些权重只作比较，不混合任何内容</translation>
    </message>
    <message>
        <source>3  What the head gives on: nothing, it is switched off</source>
        <translation>3  该头的输出：无，它已关闭</translation>
    </message>
    <message>
        <source>3  What the head gives on: Σ A·v over all keys, %1 numbers</source>
        <translation>3  该头的输出：对全部键的 Σ A·v，%1 个数</translation>
    </message>
    <message>
        <source>v and their sum on one scale, ±%1</source>
        <translation>v 及其总和共用标度，±%1</translation>
    </message>
    <message>
        <source>Copy the table</source>
        <translation>复制表格</translation>
    </message>
    <message numerus="yes">
        <source>%n other keys</source>
        <translation>
            <numerusform>其他 %n 个键</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… and %n other keys</source>
        <translation>
            <numerusform>…… 及其他 %n 个键</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>attenscope::ViewTabs</name>
    <message>
        <source>Views</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>What the centre of the window shows (Ctrl+1 to Ctrl+6)</source>
        <translation>窗口中央显示的内容（Ctrl+1 至 Ctrl+6）</translation>
    </message>
</context>
<context>
    <name>attenscope::WordGridView</name>
    <message>
        <source>Words: where each one looks</source>
        <translation>词：每个词关注何处</translation>
    </message>
    <message>
        <source>Click: choose a word, Shift adds. Double-click or Enter: see it large</source>
        <translation>单击：选择一个词，Shift 追加。双击或 Enter：放大查看</translation>
    </message>
    <message>
        <source>largest weight</source>
        <translation>最大权重</translation>
    </message>
    <message>
        <source>where it lies</source>
        <translation>所在位置</translation>
    </message>
    <message>
        <source>nowhere</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>attenscope::WordPane</name>
    <message>
        <source>weight</source>
        <translation>权重</translation>
    </message>
</context>
<context>
    <name>attenscope::WordStripView</name>
    <message>
        <source>weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>state</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Words of the caption</source>
        <translation>描述文本的词</translation>
    </message>
    <message>
        <source>Point at a word to see where it looks, click to keep it, Shift adds</source>
        <translation>指向一个词可查看它关注何处，单击保留，Shift 追加</translation>
    </message>
    <message>
        <source>Unmask this word</source>
        <translation>取消遮蔽此词</translation>
    </message>
    <message>
        <source>Mask this word</source>
        <translation>遮蔽此词</translation>
    </message>
    <message>
        <source>See where it looks</source>
        <translation>查看它关注何处</translation>
    </message>
</context>
</TS>
