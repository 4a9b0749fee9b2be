package io.memberflow.job.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the shop sells, of every trade, by category; a customer mostly stays with one category. */
final class Goods {

    /**
     * A line of an order.
     *
     * @param price of one piece, in fen
     */
    record Item(
            String sku,
            String name,
            String category,
            int quantity,
            long price,
            Map<String, String> attributes) {}

    /**
     * What a shelf's products can be in one respect.
     *
     * @param values one of these each
     */
    record Choice(String attribute, String... values) {}

    /**
     * @param yuan the prices of its products
     * @param choices by attribute, in the order of their names
     */
    record Shelf(
            String category,
            String code,
            String[] styles,
            String[] products,
            int[] yuan,
            Choice... choices) {}

    /** A category of which samples are given away. */
    static final String SAMPLED = "护肤品";

    static final Shelf[] SHELVES = {
        new Shelf(
                "内衣",
                "NY",
                new String[] {"蕾丝", "无痕", "聚拢", "纯棉"},
                new String[] {"深V调整型文胸", "无钢圈文胸", "中腰内裤两条装", "真丝家居服"},
                new int[] {199, 129, 59, 269},
                new Choice("功能", "隐形", "聚拢托高", "侧收防下垂", "一片式无痕", "内置按摩袋"),
                new Choice("品牌", "素里", "云上", "禾木"),
                new Choice("尺码", "70A", "75B", "80B", "80C"),
                new Choice("模杯厚度", "上薄下厚", "薄", "中", "厚", "超薄"),
                new Choice("罩杯", "1/2", "3/4", "全"),
                new Choice("风格", "少女", "优雅", "浪漫", "时尚", "古典", "自然"),
                new Choice("颜色", "黑色", "肤色", "红色", "粉色", "白色", "绿色")),
        new Shelf(
                SAMPLED,
                "HF",
                new String[] {"清润", "水漾", "雪肌", "晶采"},
                new String[] {"面膜十片装", "精华液", "隔离霜", "洁面乳"},
                new int[] {79, 239, 119, 69},
                new Choice("产品类型", "单品", "组合装"),
                new Choice("功效", "补水", "美白", "保湿", "隔离", "提亮肤色", "抗氧化", "防晒", "收缩毛孔")),
        new Shelf(
                "零食",
                "LS",
                new String[] {"香辣", "原味", "甜味", "椒盐"},
                new String[] {"每日坚果礼盒", "猪肉脯", "芒果干三袋", "手工曲奇"},
                new int[] {98, 36, 29, 42},
                new Choice("口味", "甜", "咸", "辣"),
                new Choice("品类", "膨化食品", "饼干糕点", "肉类", "坚果", "巧克力", "果脯类", "罐头类")),
        new Shelf(
                "女装",
                "NZ",
                new String[] {"新款", "经典", "显瘦", "宽松"},
                new String[] {"连衣裙", "针织开衫", "大衣", "雪纺衬衫"},
                new int[] {259, 189, 599, 139},
                new Choice("元素", "铆钉", "流苏", "口袋", "帽子", "蝴蝶结", "蕾丝"),
                new Choice("品牌", "初见", "南巷", "木槿"),
                new Choice("尺码", "S", "M", "L", "XL", "XXS", "XXXL"),
                new Choice("腰型", "收腰型", "修身型", "直筒型", "裙摆型"),
                new Choice("面料", "棉", "真丝", "亚麻", "呢绒"),
                new Choice("领口", "圆领", "尖领"),
                new Choice("风格", "百搭", "淑女", "韩版", "欧美", "学院", "中性", "嘻哈", "街头", "通勤", "休闲", "运动"),
                new Choice("颜色", "黑色", "白色", "红色", "蓝色", "绿色")),
        new Shelf(
                "数码配件",
                "SM",
                new String[] {"磨砂", "透明", "轻薄", "防摔"},
                new String[] {"手机壳", "快充数据线", "蓝牙耳机", "贴膜"},
                new int[] {39, 29, 199, 19},
                new Choice("品牌", "拓界", "极简"),
                new Choice("注重内容", "材质", "外观"),
                new Choice("适用型号", "iPhone 5S", "Note 3", "小米 4", "Mate 7"),
                new Choice("风格", "可爱型", "清新型", "高档型", "闪钻型")),
        new Shelf(
                "童装",
                "TZ",
                new String[] {"婴儿", "儿童", "新生儿", "幼儿"},
                new String[] {"连体衣", "睡袋", "保暖套装", "外出服"},
                new int[] {89, 168, 129, 109},
                new Choice("尺码", "59", "66", "70", "80", "90", "100", "110", "120", "140")),
        new Shelf(
                "女鞋",
                "XZ",
                new String[] {"尖头", "圆头", "厚底", "平底"},
                new String[] {"单鞋", "短靴", "凉鞋", "乐福鞋"},
                new int[] {159, 299, 119, 189},
                new Choice("尺码", "34", "35", "36", "37", "38", "39", "40")),
        new Shelf(
                "沙发",
                "SF",
                new String[] {"布艺", "皮艺", "折叠", "转角"},
                new String[] {"单人沙发", "双人沙发", "懒人沙发", "脚踏"},
                new int[] {699, 1299, 239, 159}),
        new Shelf(
                "抱枕",
                "BZ",
                new String[] {"方形", "圆形", "长条", "靠背"},
                new String[] {"抱枕", "抱枕套", "腰枕", "颈枕"},
                new int[] {49, 25, 59, 45}),
        new Shelf(
                "纸品",
                "ZP",
                new String[] {"三层", "四层", "无香", "加韧"},
                new String[] {"抽纸整箱", "卷纸整提", "手帕纸", "厨房纸"},
                new int[] {59, 45, 19, 32})
    };

    private static final long LIKES = 6;

    /** How often the shop's system says what a product is in one respect. */
    private static final double TOLD = 0.7;

    private final long seed;

    Goods(long seed) {
        this.seed = seed;
    }

    /** The category of the shelf that a member likes. */
    String liked(int member) {
        return SHELVES[likes(member)].category;
    }

    /**
     * What a member puts into one order: one to three lines, seven in ten from the liked shelf, and
     * at times a sample.
     */
    List<Item> basket(int member, Dice dice) {
        int lines = dice.chance(0.8) ? 1 : 2 + dice.below(2);
        List<Item> basket = new ArrayList<>(lines + 1);
        boolean sampled = false;
        for (int i = 0; i < lines; i++) {
            Shelf shelf = SHELVES[dice.chance(0.7) ? likes(member) : dice.below(SHELVES.length)];
            basket.add(item(shelf, dice));
            sampled |= shelf.category.equals(SAMPLED);
        }
        if (sampled && dice.chance(0.4)) {
            basket.add(sample(dice.below(10)));
        }
        return basket;
    }

    /** A free sample; its number from 0 to 9. */
    static Item sample(int number) {
        return new Item("SAMPLE-%02d".formatted(number + 1), "旅行装小样", SAMPLED, 1, 0, Map.of());
    }

    private int likes(int member) {
        return (int) (SHELVES.length * Dice.share(seed, LIKES, member));
    }

    private static Item item(Shelf shelf, Dice dice) {
        int product = dice.below(shelf.products.length);
        int style = dice.below(shelf.styles.length);
        Map<String, String> attributes = new TreeMap<>();
        for (Choice choice : shelf.choices) {
            if (dice.chance(TOLD)) {
                attributes.put(choice.attribute, dice.oneOf(choice.values));
            }
        }
        return new Item(
                shelf.code + "-" + (10 * product + style),
                shelf.styles[style] + shelf.products[product],
                shelf.category,
                dice.chance(0.9) ? 1 : 2,
                shelf.yuan[product] * 100L,
                attributes);
    }
}
