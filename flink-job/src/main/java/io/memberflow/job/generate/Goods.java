package io.memberflow.job.generate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the shop sells, by category; a customer mostly stays with one category. */
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
     * @param yuan the prices of its products
     * @param attributes what its products can be, by attribute
     */
    private record Shelf(
            String category,
            String code,
            String[] styles,
            String[] products,
            int[] yuan,
            Map<String, String[]> attributes) {}

    private static final Shelf[] SHELVES = {
        new Shelf(
                "内衣",
                "NY",
                new String[] {"蕾丝", "无痕", "聚拢", "纯棉"},
                new String[] {"深V调整型文胸", "无钢圈文胸", "中腰内裤两条装", "真丝家居服"},
                new int[] {199, 129, 59, 269},
                Map.of(
                        "颜色", new String[] {"黑色", "肤色", "红色", "粉色"},
                        "尺码", new String[] {"70A", "75B", "80B", "80C"})),
        new Shelf(
                "美妆",
                "MZ",
                new String[] {"补水", "美白", "保湿", "防晒"},
                new String[] {"面膜十片装", "精华液", "隔离霜", "洁面乳"},
                new int[] {79, 239, 119, 69},
                Map.of("肤质", new String[] {"油性", "干性", "混合性", "敏感性"})),
        new Shelf(
                "零食",
                "LS",
                new String[] {"香辣", "原味", "甜味", "咸香"},
                new String[] {"每日坚果礼盒", "猪肉脯", "芒果干三袋", "手工曲奇"},
                new int[] {98, 36, 29, 42},
                Map.of("口味", new String[] {"甜", "咸", "辣"})),
        new Shelf(
                "女装",
                "NZ",
                new String[] {"韩版", "通勤", "淑女", "休闲"},
                new String[] {"连衣裙", "针织开衫", "呢绒大衣", "雪纺衬衫"},
                new int[] {259, 189, 599, 139},
                Map.of(
                        "颜色", new String[] {"黑色", "白色", "红色", "蓝色"},
                        "尺码", new String[] {"S", "M", "L", "XL"})),
        new Shelf(
                "数码配件",
                "SM",
                new String[] {"磨砂", "透明", "可爱", "商务"},
                new String[] {"手机壳", "快充数据线", "蓝牙耳机", "钢化膜"},
                new int[] {39, 29, 199, 19},
                Map.of("颜色", new String[] {"黑色", "白色", "蓝色"})),
        new Shelf(
                "母婴",
                "MY",
                new String[] {"婴儿", "儿童", "新生儿", "幼儿"},
                new String[] {"纯棉连体衣", "纸尿裤整箱", "保暖套装", "学步鞋"},
                new int[] {89, 168, 129, 109},
                Map.of("尺码", new String[] {"70", "80", "90", "100", "110"}))
    };

    private static final long LIKES = 6;

    private final long seed;

    Goods(long seed) {
        this.seed = seed;
    }

    /** What a member puts into one order: one to three lines, seven in ten from the liked shelf. */
    List<Item> basket(int member, Dice dice) {
        int liked = (int) (SHELVES.length * Dice.share(seed, LIKES, member));
        int lines = dice.chance(0.8) ? 1 : 2 + dice.below(2);
        List<Item> basket = new ArrayList<>(lines);
        for (int i = 0; i < lines; i++) {
            basket.add(item(SHELVES[dice.chance(0.7) ? liked : dice.below(SHELVES.length)], dice));
        }
        return basket;
    }

    private static Item item(Shelf shelf, Dice dice) {
        int product = dice.below(shelf.products.length);
        int style = dice.below(shelf.styles.length);
        Map<String, String> attributes = new LinkedHashMap<>();
        shelf.attributes.keySet().stream()
                .sorted()
                .forEach(a -> attributes.put(a, dice.oneOf(shelf.attributes.get(a))));
        return new Item(
                shelf.code + "-" + (10 * product + style),
                shelf.styles[style] + shelf.products[product],
                shelf.category,
                dice.chance(0.9) ? 1 : 2,
                shelf.yuan[product] * 100L,
                attributes);
    }
}
